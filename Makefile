# Sanding: setup · run · demo · test · drills · check · fix · bench · docs · sbom
PYTHON := .venv/bin/python
SHELL := /bin/bash

.PHONY: setup run demo test drills check fix bench docs lock assets sbom clean-demo

setup: .venv/ready assets
	@$(PYTHON) scripts/machine.py

.venv/ready: requirements-dev.txt pyproject.toml
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

node_modules/ready: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

assets: .venv/ready node_modules/ready
	@node scripts/build_assets.mjs
	@$(PYTHON) scripts/messages.py compile

run: setup  ## the site with the demo district on http://127.0.0.1:8000
	@SANDING_DEMO=1 $(PYTHON) -m sanding_web serve

demo: setup  ## the demo district computed and printed, nothing served
	@$(PYTHON) -m sanding demo

test: setup  ## everything but the drills
	@$(PYTHON) scripts/run_tests.py

drills: setup  ## kill, resume, many-run statistics
	@$(PYTHON) scripts/run_tests.py --drills

check: setup  ## linters, types, contracts, templates, messages, generated docs
	@$(PYTHON) scripts/check.py

fix: setup
	$(PYTHON) -m ruff check --fix . ; $(PYTHON) -m ruff format .

bench: setup  ## one line per bound; exits non-zero on SHORT
	@$(PYTHON) -m benchmarks

docs: setup  ## the generated pages: rulebook, data dictionary, glossary check
	@$(PYTHON) scripts/generate_docs.py

sbom: setup  ## the parts list (build/sbom.json) and docs/licences.md
	@$(PYTHON) scripts/sbom.py
	@$(PYTHON) scripts/sbom.py --licences

lock:  ## renew the locks; needs uv
	uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" -c requirements-dev.txt requirements.in -o requirements.txt

clean-demo:  ## forget the demo district and start over
	rm -rf var
