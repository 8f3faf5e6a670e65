# Everything starts here: `make demo`, `make test`, `make check`. Paths stay relative, so folders with spaces work.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed-$(shell cat locks/dev.txt pyproject.toml | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check reference benchmark lock clean

help: ## show the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## / - /'

setup: $(STAMP) ## create the environment from the hashed lock file

$(STAMP): locks/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "CPython 3.11, 3.12 or 3.13 is needed; set PYTHON=python3.x")'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@rm -f $(VENV)/.installed-*
	@touch $(STAMP)

demo: $(STAMP) ## drive one complete engagement, with Prefect, worker and mail really running
	$(RUN) -m clusterprocess demo $(DEMO)

test: $(STAMP) ## all tests
	$(RUN) -m pytest -n auto --dist loadgroup $(TESTS)

check: $(STAMP) ## lint, types, import rules, generated reference
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(RUN) docs/build_reference.py --check

reference: $(STAMP) ## generate docs/reference anew
	$(RUN) docs/build_reference.py

benchmark: $(STAMP) ## measured figures, never part of the tests
	$(RUN) -m benchmarks

lock: ## resolve the lock file anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file locks/dev.txt

clean: ## remove environment, data and caches
	@# as root the database lies where its system user reaches it; LOCATION in its home names the place
	@find var -name LOCATION 2>/dev/null | while read -r named; do \
		place="$$(cat "$$named")"; case "$$place" in */clusterprocess-*) rm -rf -- "$$place";; esac; done
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
