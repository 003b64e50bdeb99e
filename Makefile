# `make help` lists the targets. Everything stays inside this folder.

# One more than there are processors: browsers, databases and child processes are waited for.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)')
PORT ?= 8080
PYTHON ?= python3

BIN := .venv/bin
CONSTRAINTS := .venv/constraints.txt
# Files that say "done", so that a second run does nothing.
ENVIRONMENT := .venv/.environment
INSTANCE := parts/.instance

# Buildout takes what uv has installed instead of fetching everything a second time.
SITE_PACKAGES = $(shell $(BIN)/python -W ignore -c "import sysconfig; print(sysconfig.get_path('purelib'))")
BUILDOUT = PIP_NO_BUILD_ISOLATION=0 $(BIN)/buildout -o \
	buildout:eggs-directory=$(SITE_PACKAGES) buildout:eggs-directory-version= \
	instance:http-address=127.0.0.1:$(PORT)

# horse-with-no-namespace greets every start of Python (a .pth file that is read before it, below,
# quietens the commands of .venv/bin as well); the rest of pkg_resources is pinned on purpose.
export PYTHONWARNINGS = ignore::UserWarning:site,ignore::UserWarning:horse_with_no_namespace.pkg_resources

# Some machines forbid Python to keep what it has compiled; then every process compiles all of Plone
# anew, and the tests start many.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install start test test-core lint format check i18n bench tour docs clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "PORT=8081 make start serves on another port; REQUIRE_ALL=1 make test fails on a skip."

$(CONSTRAINTS): versions.cfg tools/constraints.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python tools/constraints.py > $@

$(ENVIRONMENT): $(CONSTRAINTS) setup.py pyproject.toml
	@echo "Installing the pinned set of versions.cfg into .venv"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c $(CONSTRAINTS) pip uv
	@$(BIN)/uv pip install -q --python $(BIN)/python -c $(CONSTRAINTS) -b $(CONSTRAINTS) \
		-e '.[develop,postgresql,test]'
	@echo "import warnings; warnings.filterwarnings('ignore', '.*horse-with-no-namespace')" \
		> $(SITE_PACKAGES)/__quiet__.pth
	@touch $@

$(INSTANCE): $(ENVIRONMENT) buildout.cfg src/collective/schoolrecords/setup/administrator.py
	@echo "Building the instance"
	@$(BUILDOUT) -q
	@touch $@

install: $(ENVIRONMENT) $(INSTANCE) ## Prepare the environment and the instance, nothing else
	@$(BIN)/python tools/translations.py src

start: install ## Serve the demo school on http://127.0.0.1:8080/school (PORT moves it)
	@grep -q ':$(PORT)$$' parts/instance/etc/wsgi.ini || $(BUILDOUT) -q
	@$(BIN)/schoolrecords create-demo --port $(PORT)
	@exec bin/instance console

test-core: $(ENVIRONMENT) ## Test the rules, without Plone
	@$(BIN)/python -m pytest -p no:plone --confcutdir=tests/core -n auto tests/core

test: install test-core ## Test everything: the rules first, then the rest
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore=tests/core tests

lint: $(ENVIRONMENT) ## Check style: Python, ZCML, XML and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/zpretty --check src profiles

format: $(ENVIRONMENT) ## Put Python, ZCML, XML and templates into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/zpretty --inplace src profiles

check: lint test ## lint, then test

i18n: $(ENVIRONMENT) ## Compile the message catalogues and list what lacks Russian
	@$(BIN)/python tools/translations.py src
	@$(BIN)/python tools/messages.py src profiles

bench: install ## Measure against stock Plone on this machine (SECONDS=60 of four users filing)
	@$(BIN)/python -W ignore -m benchmarks --seconds $(or $(SECONDS),60)

tour: install ## Show the main job on a fresh school: each step by its own user, over HTTP
	@$(BIN)/python -W ignore -m tour $(TOUR)

docs: $(ENVIRONMENT) ## Write the generated pages of docs/ again
	@set -e; for file in tools/*_page.py; do $(BIN)/python $$file; done
	@UPDATE_DOCS=1 $(BIN)/python -m pytest -q -m docs tests || test $$? -eq 5 # 5: none is marked

clean: ## Remove what install built; var/ with its data stays
	@rm -rf .venv bin develop-eggs eggs parts .installed.cfg build dist src/*.egg-info
	@find src -name '*.mo' -delete
