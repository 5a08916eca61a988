# PYTHON=/path/to/python chooses the interpreter of .venv; else the first on the path that runs.
SHELL := /bin/sh
PYTHON ?=
export PYTHON
RUN := .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types lock bench clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## Make .venv with the locked packages and .venv/bin/mailbot
	@scripts/setup

demo: setup ## Play Mailbot on an embedded mail server, with invented students
	@.venv/bin/mailbot demo

# Tests are named after their cases, some of which stand in sets: the same order on every core.
test: lint types ## Run everything that must pass: lint, imports, types, tests
	@echo "== tests"
	@PYTHONHASHSEED=0 $(RUN) pytest -n auto --dist worksteal

lint: setup ## Check style, format and the import contract
	@echo "== lint"
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@echo "== imports"
	@.venv/bin/lint-imports --no-logo

types: setup ## Check types, strictly
	@echo "== types"
	@$(RUN) mypy

lock: ## Lock the newest versions that pyproject.toml allows, with hashes (needs uv)
	@scripts/lock

bench: ## Say which benchmarks there are and how to run them
	@for file in bench/*.py; do \
	    printf '  %-28s %s\n' "$$file" "$$(sed -n '1s/"""//gp' "$$file")"; \
	done

clean: ## Remove .venv and what the tools cached
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
