# Two commands are enough: `make start` to try it, `make test` to trust it.
PYTHON ?= python3
PORT ?= 8000
UV := .venv/bin/uv
BIN := .venv/bin
ASSETS := src/kraftsamling/web/assets
BUILT := $(ASSETS)/built/app.css
CATALOGUE := src/kraftsamling/locale/sv/LC_MESSAGES/django

# An environment knows its place: a checkout that was moved makes a new one.
PLACE := $(shell cat .venv/place 2>/dev/null)
ifneq ($(or $(PLACE),$(CURDIR)),$(CURDIR))
$(shell rm -rf .venv)
endif

.PHONY: start test check quick spark bench assets messages clean

start: export EXAMPLE_SIGNINS ?= on
start: .venv/start $(BUILT) $(CATALOGUE).mo
	@$(BIN)/kraftsamling start --port $(PORT)

# Everything CI asks for: on Spark and on PostgreSQL too, and then the whole with a browser. Two processes, as
# many as there are cores on the smallest machine we care for.
test: .venv/dev $(BUILT) $(CATALOGUE).mo
	@./tools/system-packages chromium postgresql java
	$(MAKE) check
	$(MAKE) spark
	./tools/with-postgres $(BIN)/pytest tests -n 2 --dist loadfile -q -m "not journey and not sqlite and not spark"
	$(BIN)/pytest tests -n 2 --dist loadfile -m "not spark"

# The part you run all day.
quick: .venv/dev $(BUILT) $(CATALOGUE).mo
	$(MAKE) check
	$(BIN)/pytest tests -n 2 --dist loadfile -m "not journey and not slow and not spark"

# The engine's contract on a real Spark cluster of two workers: once is enough.
spark: .venv/dev .venv/spark $(BUILT) $(CATALOGUE).mo
	./tools/with-spark $(BIN)/pytest tests -q -m spark

# Benchmarks bring in packages that call one of theirs `tests` too; with PYTHONPATH ours comes first.
check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	PYTHONPATH=. $(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/bench $(BUILT) $(CATALOGUE).mo
	@$(BIN)/python -m benchmarks.$(NAME)

# Collects the words of pages and code into the translation catalogue.
messages: .venv/dev
	$(BIN)/python tools/messages.py

assets: $(BUILT)

$(BUILT): $(ASSETS)/package-lock.json $(ASSETS)/build.mjs $(wildcard $(ASSETS)/*.js $(ASSETS)/*.css $(ASSETS)/css/*.css $(ASSETS)/js/*.js $(ASSETS)/*.svg) | .venv/start
	@./tools/build-assets $(ASSETS)

$(CATALOGUE).mo: $(CATALOGUE).po | .venv/start
	@$(BIN)/python tools/compile_messages.py

.venv/bin/uv:
	@./tools/python-environment "$(PYTHON)"

.venv/start: pyproject.toml uv.lock | .venv/bin/uv
	@./tools/sync --no-dev --group assets --inexact
	@echo "$(CURDIR)" >.venv/place
	@touch $@

.venv/dev: pyproject.toml uv.lock | .venv/start
	@./tools/sync --group dev
	@touch $@

# Spark is large, so it is fetched again only when uv.lock has changed, and then mostly from the cache.
.venv/spark: pyproject.toml uv.lock | .venv/dev
	@./tools/sync-spark
	@touch $@

# What the benchmarks compare with.
.venv/bench: .venv/dev
	@./tools/sync --group dev --group bench
	@touch $@

clean:
	rm -rf .venv $(ASSETS)/node_modules $(ASSETS)/built $(ASSETS)/built-server .mypy_cache .ruff_cache .pytest_cache
