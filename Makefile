# What there is to do. Every path is relative, so that the folder may have any name.
# The first target that needs packages installs them from the hash-pinned lock into .venv.

PYTHON ?=
ONLY ?=
SIZE ?=
export PYTHON

RUNTIME = sh deploy/install.sh requirements.lock
DEVELOPMENT = sh deploy/install.sh requirements-dev.lock
RUN = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset install test check bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: ## everything running, with a year of data; Ctrl-C stops it and the data stay
	@$(RUNTIME)
	@exec $(RUN) -m config.demo --end-with-parent

demo-reset: ## the demo from its beginning: all its data are thrown away
	@$(RUNTIME)
	@exec $(RUN) -m config.demo --reset --end-with-parent

install: ## the packages for development, without running anything
	@$(DEVELOPMENT)

test: ## every test; PYTEST="-k money" narrows it
	@$(DEVELOPMENT)
	@$(RUN) -m pytest -n 2 $(PYTEST)

check: ## style, types, the direction of imports, migrations, templates, deployment settings
	@$(DEVELOPMENT)
	@sh deploy/check.sh

bench: ## every benchmark; ONLY=provisioning for one, SIZE=full for 20 minutes
	@$(DEVELOPMENT)
	@$(RUN) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

lock: ## pin the dependencies of pyproject.toml anew
	@$(DEVELOPMENT)
	@sh deploy/lock.sh

clean: ## remove what tools and tests left; the demo's data and .venv stay
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './var/*' -prune -exec rm -rf {} +
