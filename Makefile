PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)

.DEFAULT_GOAL := help
.PHONY: help demo test postgresql check fuzz image-test generate benchmark benchmark-memory benchmark-cold-start clean

help: ## Show what can be made
	@grep -E '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: $(VENV)/.installed ## Sync a simulated company into DuckDB, let it live a month, sync again
	$(RUN)/python -m demo

test: check postgresql ## Run every test
	$(RUN)/python -m pytest -n auto

postgresql: # The server that the warehouse tests start; Debian keeps it off the path.
	@ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || \
		{ $(AS_ROOT) apt-get update -qq && \
		  $(AS_ROOT) apt-get install -y -qq --no-install-recommends postgresql > /dev/null; }

check: $(VENV)/.installed ## Format, lint and type checks
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy

FUZZ_SECONDS ?= 600
FUZZ_SEED ?= 1

fuzz: $(VENV)/.installed ## Fuzz what comes from outside for FUZZ_SECONDS, from FUZZ_SEED on
	$(RUN)/python -m unit_tests.fuzz $(FUZZ_SECONDS) $(FUZZ_SEED)

image-test: $(VENV)/.installed ## Build both images, run every command in hardened containers
	image_tests/stand_in_base.sh
	$(RUN)/python -m image_tests

requirements.lock: pyproject.toml $(VENV)/.installed ## Lock what goes into the images
	$(RUN)/pip install --quiet 'pip-tools>=7,<8'
	CUSTOM_COMPILE_COMMAND="make requirements.lock" $(RUN)/pip-compile --quiet --upgrade \
		--generate-hashes --strip-extras --allow-unsafe --no-annotate --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --output-file $@ pyproject.toml

generate: $(VENV)/.installed ## Write the files that follow from the models
	$(RUN)/python -m generation

benchmark: $(VENV)/.installed ## Measure reading beside a declarative manifest on the same CDK
	$(RUN)/python -m benchmarks.reading

benchmark-memory: $(VENV)/.installed ## Measure the memory of reading 3,000 and 300,000 invoices
	$(RUN)/python -m benchmarks.memory

benchmark-cold-start: $(VENV)/.installed ## Measure spec and check beside the least connector of the CDK
	$(RUN)/python -m benchmarks.cold_start

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --editable '.[demo,test]'
	touch $@

clean: ## Remove the environment and what the demo wrote
	rm -rf $(VENV) demo-output
