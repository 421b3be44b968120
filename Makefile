# Every target does all its own set-up: a virtual environment in .venv, filled from the lock.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install run test check bench chaos soak build lock clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

install: ## Make .venv and fill it from the lock (nothing is done when it already is as locked)
	@scripts/install

run: install ## The demo; ARGS='--once --json' for one sync and one JSON object
	@.venv/bin/pos2web demo $(ARGS)

test: install ## Everything that must be green: checks, wheel, tests, coverage
	@scripts/check
	@scripts/build
	@scripts/test
	@scripts/coverage

check: install ## Format, lint, types, layers, dependencies
	@scripts/check

build: install ## Build the wheel and try it in an empty environment
	@scripts/build

bench: install ## Benchmarks; NAME=log (or several names) for some of them
	@.venv/bin/python -m benchmarks.run $(NAME)

chaos: install ## Kill a syncing process N times (default 200) and compare till and shop
	@.venv/bin/python -m tests.chaos $(if $(N),--kills $(N)) $(if $(SEED),--seed $(SEED))

soak: install ## Change the till and sync for a long while (MINUTES=30), watching memory and files
	@.venv/bin/python -m tests.soak $(if $(MINUTES),--minutes $(MINUTES))

lock: install ## Write the lock anew from pyproject.toml
	@scripts/lock

clean: ## Remove what was made, the environment included
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
