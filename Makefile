# The two commands a newcomer needs are `make run` and `make test`; `make help` tells the rest.
PYTHON ?= python3
BIN := .venv/bin
PARALLEL := --numprocesses auto --dist loadfile  # a file's tests share what they have set up
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test check torture screenshots help

run: .venv/run.installed ## Install, index the bundled report, and serve it on http://127.0.0.1:8000
	$(BIN)/rapporteur add corpus/reports
	$(BIN)/rapporteur index
	$(BIN)/rapporteur serve

test: lint .venv/browser.installed .venv/office.installed ## Run every check and every test, in Chromium and LibreOffice too
	$(BIN)/python -m pytest $(PARALLEL)

check: lint ## The quick loop: format, lint, types, layers, and the tests without model, browser or office
	$(BIN)/python -m pytest $(PARALLEL) -m "not model and not browser and not office and not torture"

.PHONY: lint
lint: .venv/test.installed
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary

torture: .venv/test.installed ## Kill, fill, cut and damage homes in full, and write torture.json and torture.md (a quarter of an hour)
	$(BIN)/python -m tests.torture --json torture.json --markdown torture.md

screenshots: .venv/browser.installed ## Take the pictures of the README from the running product
	$(BIN)/python docs/screenshots.py

help: ## Tell what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing; this takes a few minutes the first time …"
	$(INSTALL) --editable .
	@touch $@

.venv/test.installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing what the tests need; this takes a few minutes the first time …"
	$(INSTALL) --editable '.[test]'
	@touch $@ .venv/run.installed

# Debian's Chromium: the browser tests drive it through Playwright, which downloads nothing here.
.venv/browser.installed: .venv/test.installed
	@command -v chromium >/dev/null || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null) \
		|| (echo "The browser tests need Chromium: install the package \"chromium\"." >&2; exit 1)
	@touch $@

# Debian's LibreOffice: it turns the bundled report into Word and PDF files for the office tests.
.venv/office.installed: .venv/test.installed
	@command -v soffice >/dev/null || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui >/dev/null) \
		|| (echo "The office tests need LibreOffice: install the package \"libreoffice-writer-nogui\"." >&2; exit 1)
	@touch $@
