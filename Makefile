# Madoguchi. `make help` explains the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test lint types bench lock clean

RUN := .venv/bin
FRONT_END := $(shell find madoguchi/web/assets -type f -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUES := $(shell find madoguchi -name django.po 2>/dev/null)
BUILT_FROM := pyproject.toml build_hook.py $(FRONT_END) $(CATALOGUES)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/requirements.lock.installed ## From nothing to a desk with a believable company, on http://127.0.0.1:8000
	@$(RUN)/madoguchi demo

serve: .venv/requirements.lock.installed ## The desk without demo data; the first visit asks for company and administrator
	@$(RUN)/madoguchi serve

test: .venv/requirements-dev.lock.installed ## The whole suite, on SQLite and on PostgreSQL
	@$(RUN)/python -m tests

lint: .venv/requirements-dev.lock.installed ## Ruff (rules and format) and the floors of the house
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/lint-imports

types: .venv/requirements-dev.lock.installed ## mypy, strict
	$(RUN)/mypy

bench: .venv/requirements-dev.lock.installed ## The benchmarks, with their result tables
	$(RUN)/python -m bench

lock: .venv/requirements-dev.lock.installed ## Choose the newest allowed versions again
	$(RUN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
	  pyproject.toml --output-file requirements.lock
	$(RUN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
	  --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean: ## Remove everything built (never ./data)
	rm -rf .venv dist build madoguchi/web/static madoguchi/web/assets/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find madoguchi tests bench -name __pycache__ -prune -exec rm -rf {} +
	find madoguchi -name '*.mo' -delete

.venv/requirements.lock.installed: requirements.lock $(BUILT_FROM)
	@.ci/environment

.venv/requirements-dev.lock.installed: requirements-dev.lock $(BUILT_FROM)
	@.ci/environment developer
	@touch .venv/requirements.lock.installed
