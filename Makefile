# Two commands do all the set-up: `make demo` and `make test`. Needs Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DB := build/demo.db
DOCUMENTS ?= 1000 5000 20000

.PHONY: help demo test test-long check bench lock clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "Tashan needs Python 3.11 to 3.13: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	touch $@

demo: $(VENV)/.run  ## install and run the whole line on the demo corpus
	$(BIN)/tashan demo --db $(DEMO_DB)

test: $(VENV)/.dev  ## install and run all fast tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-long: $(VENV)/.dev  ## the long tests: fuzzing, big inputs, laws by fresh examples
	$(BIN)/python -m pytest -m "long or hypothesis" --hypothesis-profile fresh

check: $(VENV)/.dev  ## format, lint, types, layers, docs, wheel away from its source
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/cog --check README.md docs/python.md
	scripts/check_wheel.sh $(BIN)/python
	$(BIN)/python scripts/check_speed.py

bench: $(VENV)/.dev  ## speed, memory, growth, start-up beside peers, needs ../shared: JSON, plot (PEERS="lac=PYTHON ...")
	for what in steps speed; do $(BIN)/python scripts/benchmark_speed.py $$what ../shared/data/news/*.jsonl*; done
	$(BIN)/python scripts/benchmark_scale.py --documents $(DOCUMENTS) --articles ../shared/data/news/union.jsonl \
		--peer $(PEERS) --output build/bench/scale.json
	$(BIN)/python scripts/plot_benchmarks.py build/bench/scale.json build/bench/scale.svg

lock:  ## write the lock files again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --group dev --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --quiet --output-file requirements-dev.lock

clean:  ## remove what was built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
