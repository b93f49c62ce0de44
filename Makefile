# Two commands are enough: `make start` to try it, `make test` to trust it.
PYTHON ?= python3
PORT ?= 8000
UV := .venv/bin/uv
RUN := $(UV) run --no-sync
ASSETS := src/kraftsamling/web/assets
BUILT := $(ASSETS)/built/app.css

.PHONY: start test check quick bench assets messages clean

start: export EXAMPLE_SIGNINS ?= on
start: .venv/start $(BUILT)
	@$(RUN) kraftsamling start --port $(PORT)

# Everything CI asks for. `make quick` is the part you run all day.
test: .venv/dev $(BUILT)
	@./tools/system-packages chromium postgresql
	$(MAKE) check
	$(RUN) pytest tests

quick: .venv/dev $(BUILT)
	$(MAKE) check
	$(RUN) pytest tests -m "not journey and not postgres and not slow"

check: .venv/dev
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

bench: .venv/dev $(BUILT)
	@$(RUN) python -m benchmarks.$(NAME)

# Collects the words of pages and code into the translation catalogue.
messages: .venv/dev
	$(RUN) python tools/messages.py

assets: $(BUILT)

$(BUILT): $(ASSETS)/package-lock.json $(ASSETS)/app.js $(ASSETS)/app.css $(wildcard $(ASSETS)/css/*.css) $(ASSETS)/build.mjs | .venv/start
	@cd $(ASSETS) && PATH="$(CURDIR)/.venv/bin:$$PATH" && { [ -d node_modules/esbuild ] && [ node_modules -nt package-lock.json ] || npm ci --ignore-scripts --no-fund --no-audit --loglevel=error; touch node_modules; } && node build.mjs

.venv/bin/uv:
	@./tools/python-environment "$(PYTHON)"

.venv/start: pyproject.toml uv.lock | .venv/bin/uv
	@$(UV) sync --quiet --locked --no-dev --group assets --inexact
	@$(RUN) python tools/compile_messages.py
	@touch $@

.venv/dev: pyproject.toml uv.lock | .venv/start
	@$(UV) sync --quiet --locked --group dev
	@touch $@

clean:
	rm -rf .venv $(ASSETS)/node_modules $(ASSETS)/built .mypy_cache .ruff_cache .pytest_cache
