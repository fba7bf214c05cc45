# The two commands: make demo, make test. Neither needs root, Docker or a server to be there.
# Python 3.11 or newer is all that must be installed; PYTHON=… chooses another one.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input -q
RUN = $(VENV)/run-installed
TEST = $(VENV)/test-installed
MAKEFLAGS += --no-print-directory

.PHONY: help demo demo-reset test test-313 lint frontend messages docs lock clean

help:  ## Show this list
	@grep -hE '^[a-z0-9%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: $(RUN)  ## Three municipalities on this machine; Ctrl-C stops all of it
	@$(BIN)/python frontend/build.py
	@$(BIN)/python -m dygn.base.catalogues compile
	@exec $(BIN)/dygn demo $(ARGS)

demo-reset: $(RUN)  ## The same from the beginning
	@$(MAKE) demo ARGS="--reset $(ARGS)"

test: $(TEST)  ## Everything that CI runs
	@$(BIN)/python frontend/build.py --tests
	@$(BIN)/python -m dygn.base.catalogues compile
	@$(MAKE) lint
	$(BIN)/python -m mkdocs build --strict --quiet --site-dir build/docs
	$(BIN)/python -m pytest -q -n $(or $(WORKERS),2) --dist loadfile $(ARGS)
	@$(MAKE) test-313

lint: $(TEST)  ## Style, types and floors
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

# Python 3.13 with the newest Django, where an interpreter is found.
test-313:
	@$(BIN)/python tests/python_313.py

frontend: $(RUN)  ## Build the front-end parts from npm by the lock file
	@$(BIN)/python frontend/build.py --force

messages: $(RUN)  ## Gather every text into the catalogues and compile them
	@$(BIN)/python -m dygn.base.catalogues gather

docs: $(TEST)  ## Build the documentation into site/
	$(BIN)/python -m mkdocs build --strict

lock:  ## Write requirements/*.txt anew, with hashes
	@$(PYTHON) requirements/lock.py

# No bench-… stands under .PHONY: make looks for no pattern rule for a phony target.
bench-%: $(TEST)  ## Measure: submit, application, worklist, page, search, faults, rest, import, editor
	@$(BIN)/python frontend/build.py
	@$(BIN)/python -m dygn.base.catalogues compile
	@$(BIN)/python bench/$*.py $(ARGS)

clean:  ## Remove what was built; the demo's data stay
	rm -rf $(VENV) .venv-313 build dist site src/dygn/base/static/vendor frontend/node_modules

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and is not on the PATH; PYTHON=… names one."; exit 1; }
	@echo "Making the environment …"
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python lacks the module venv (on Debian: apt install python3-venv)."; exit 1; }

$(RUN): requirements/build.txt requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Dygn stands on …"
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
