.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
# A Python 3.11 to 3.13; override with `make setup PYTHON=python3.12`.
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: help setup demo test check lint types contracts unit integration airflow quix lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/.installed ## install what is locked into .venv

# The lock holds hashes and no addresses; uv itself comes from the same lock.
.venv/.installed: requirements/dev.txt requirements/uv.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "adwatch needs Python 3.11 to 3.13; try: make setup PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	VIRTUAL_ENV=$$PWD/.venv $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode requirements/dev.txt
	VIRTUAL_ENV=$$PWD/.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: setup ## the main job end to end: crawl, read, link, score, index, alert, notify; then show the result
	$(BIN)/adwatch demo

check: setup lint types contracts unit ## the fast ring: lint, types, import contracts, unit tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

unit: setup
	$(BIN)/pytest tests/unit -n 2 -q

integration: setup
	$(BIN)/pytest tests/integration tests/dags tests/e2e tests/quality -n 2 --dist loadfile -q

test: check integration ## everything: the fast ring, then real engines, Airflow and end to end

airflow: setup ## Airflow on the running engines; prints address and login, Ctrl-C stops it
	$(BIN)/adwatch airflow

quix: .venv-quix/.installed ## an environment for examples/quix_enrich.py, in .venv-quix

.venv-quix/.installed: .venv/.installed requirements/quix.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-quix
	VIRTUAL_ENV=$$PWD/.venv-quix $(BIN)/uv pip sync --quiet --require-hashes requirements/quix.txt
	VIRTUAL_ENV=$$PWD/.venv-quix $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

lock: ## write requirements/*.txt again from pyproject.toml
	$(BIN)/python -m infra.lock

clean: ## remove .venv and tool caches (never .adwatch: that is data)
	rm -rf .venv .venv-quix .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
