# make check   format, lint, types, floors, tests: what .ci/run runs
# make browser   the demo in a browser, with /usr/bin/chromium; skipped where that, or playwright, is missing
# make bench   the figures that the README claims
# make train-NETWORK   one of the recipes in recipes/default

PYTHON ?= python

.PHONY: check format format-check lint types floors tests browser bench

check: format-check lint types floors tests

format:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

format-check:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

floors:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

browser:
	$(PYTHON) -m pytest -m browser

tests:
	$(PYTHON) -m pytest

bench:
	@for figure in benchmarks/[a-z]*.py; do $(PYTHON) "$$figure" || exit 1; done

train-%:
	$(PYTHON) recipes/default/train_$*.py
