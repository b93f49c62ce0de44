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

.PHONY: start test check quick bench assets messages clean

start: export EXAMPLE_SIGNINS ?= on
start: .venv/start $(BUILT) $(CATALOGUE).mo
	@$(BIN)/kraftsamling start --port $(PORT)

# Everything CI asks for: on PostgreSQL too, and then the whole with a browser. Two processes, as
# many as there are cores on the smallest machine we care for.
test: .venv/dev $(BUILT) $(CATALOGUE).mo
	@./tools/system-packages chromium postgresql
	$(MAKE) check
	./tools/with-postgres $(BIN)/pytest tests -n 2 --dist loadfile -q -m "not journey and not sqlite"
	$(BIN)/pytest tests -n 2 --dist loadfile

# The part you run all day.
quick: .venv/dev $(BUILT) $(CATALOGUE).mo
	$(MAKE) check
	$(BIN)/pytest tests -n 2 --dist loadfile -m "not journey and not slow"

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev $(BUILT) $(CATALOGUE).mo
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

clean:
	rm -rf .venv $(ASSETS)/node_modules $(ASSETS)/built $(ASSETS)/built-server .mypy_cache .ruff_cache .pytest_cache
