# Every target does all its own set-up: a virtual environment in .venv, filled from the lock with
# what the target needs: `run` with what running needs, the others with all that working on it needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install run test test-all check explore bench chaos soak drill build lock messages clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

install: ## Make .venv and fill it from the lock (nothing is done when it already is as locked)
	@scripts/install

run: ## The demo; ARGS='--once --json' for one sync and one JSON object
	@scripts/install runtime
	@.venv/bin/pos2web demo $(ARGS)

test: install ## What must be green before a change goes in: checks, tests, coverage
	@scripts/check
	@scripts/test
	@scripts/coverage

test-all: install ## The longer forms besides: the wheel, kills, soaks, other chances, every target and benchmark in short
	@scripts/build
	@scripts/test-all

explore: install ## The tests that leave something to chance, with other chances, TIMES=3
	@scripts/explore

check: install ## Format, lint, types, layers, dependencies
	@scripts/check

messages: install ## Bring the message catalogues up to date with the sources, and say what they lack
	@.venv/bin/python -m tests.messages

build: install ## Build the wheel and try it in an empty environment
	@scripts/build

bench: install ## Benchmarks; NAME=log (or several names) for some of them, SIZE=short to see in seconds that they run
	@.venv/bin/python -m benchmarks.run $(if $(SIZE),--size $(SIZE)) $(NAME)

chaos: install ## Kill a syncing process N times (default 200) and compare till and shop; DAEMON=1: a day of the daemon; BACKUP=1: backups and restores
	@.venv/bin/python -m tests.chaos $(if $(DAEMON),--daemon) $(if $(BACKUP),--backup) $(if $(N),--kills $(N)) $(if $(SEED),--seed $(SEED))

soak: install ## The daemon in real time, the daemon killed again and again, and syncs; each for MINUTES=10
	@.venv/bin/python -m tests.soak $(if $(MINUTES),--minutes $(MINUTES))

drill: install ## Lose the machine of the sample boutique, restore it, and say what that cost, in JSON; OLDER=1: to an older point, ROUNDS=12
	@.venv/bin/python -m tests.drill $(if $(OLDER),--older) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SEED),--seed $(SEED))

lock: install ## Write the lock anew from pyproject.toml
	@scripts/lock

clean: ## Remove what was made, the environment included
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
