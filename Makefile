# Everything runs in a virtual environment of its own, made on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
# Which of the tests that `make test` leaves out `make turn` runs: others each day, all within a week.
DAY ?= $(shell echo $$(( $$(date +%s) / 86400 )))
# What `make trial` installs besides Tahr, by which options of pip, and which tests it runs.
EXTRAS ?= trial
PIP ?=
TESTS ?= tests/test_smoke.py tests/contract --one-in 20
STAMP := $(VENV)/.stamp
# Installed without byte code, which takes a minute: what is used is compiled once, at first use.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test coverage turn trial check format soak bench docs reference engines clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(STAMP)-%: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --no-compile --editable '.[$*]'
	@touch $@

demo: $(STAMP)-demo ## install Tahr and train a digit classifier with it
	$(BIN)/tahr demo

test: $(STAMP)-test ## install what the tests need and run them
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m 'not soak'

coverage: $(STAMP)-test ## the usual tests, measured; fails where they run too few lines of src/
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m 'not soak' --cov --cov-report=term

turn: $(STAMP)-test ## of the tests that a usual run leaves out, those whose turn it is today
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --turn $(DAY)

trial: $(BIN)/python ## install Tahr with EXTRAS alone; run the smoke test and a slice of the contract
	$(BIN)/python -m pip install --quiet --no-compile $(PIP) --editable '.[$(EXTRAS)]'
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m 'not soak' $(TESTS)

check: $(STAMP)-check ## lint, format, types, layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

format: $(STAMP)-check ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: $(STAMP)-test ## the long tests
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m soak

bench: $(STAMP)-test ## Tahr beside Keras and programs written by hand; a quarter of an hour
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.pictures jax

docs: $(STAMP)-docs ## build the documentation into site/
	$(BIN)/python -m mkdocs build --strict

reference: $(STAMP)-docs ## write the generated parts of the documentation anew
	$(BIN)/python scripts/make_cli_reference.py
	$(BIN)/python -m scripts.make_tables

engines: $(STAMP)-test ## measure the tolerances that the documentation of engines gives
	$(BIN)/python scripts/make_engine_matrix.py
	$(BIN)/python -m scripts.make_tables

clean: ## remove the environment and what was built
	rm -rf $(VENV) site build dist bench .bench-cache .coverage
