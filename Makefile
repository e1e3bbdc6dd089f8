# The environment's Python, as uv takes it: a version, a range or a path. PyAirbyte, which the demo
# and the tests of warehouses use, wants one below 3.13; where the machine has none, uv fetches one.
PYTHON ?= >=3.10,<3.13
VENV := .venv
RUN := $(VENV)/bin
UV := $(or $(shell command -v uv),.uv/bin/uv)
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)

.DEFAULT_GOAL := help
.PHONY: help demo picture unit test postgresql check fuzz torture image-test locks package generate bench clean

help: ## Show what can be made
	@grep -E '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: $(VENV)/.installed ## Sync a simulated company into DuckDB, let it live a month, sync again
	@$(RUN)/python -c 'import importlib.util, sys; sys.exit(not importlib.util.find_spec("airbyte"))' || \
		{ echo "The demo needs PyAirbyte, and that Python 3.10 to 3.12: make clean demo PYTHON=..."; exit 1; }
	$(RUN)/python -m demo

unit: $(VENV)/.installed ## Run the unit tests
	$(RUN)/python -m pytest -n auto unit_tests

picture: ## Draw the README's picture from the warehouse that the demo left
	$(RUN)/python -m demo.picture

test: check postgresql ## Run every check and every test
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

MINUTES ?= 5
SEED ?= 1

torture: $(VENV)/.installed ## Rounds of faults, kills, edits: MINUTES, SEED, ROUNDS, ONLY=source
	$(RUN)/python -m integration_tests.torture --minutes $(MINUTES) --seed $(SEED) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ONLY),--only $(ONLY))

image-test: $(VENV)/.installed ## Build both images, run every command in hardened containers
	image_tests/stand_in_base.sh
	$(RUN)/python -m image_tests

LOCK = $(UV) pip compile --quiet --upgrade --generate-hashes --no-annotate \
	--custom-compile-command "make locks" pyproject.toml
IN_IMAGES = --python-version 3.11 --overrides requirements/not-in-images.txt

locks: | $(UV) ## Lock what goes into the images and the environment
	$(LOCK) $(IN_IMAGES) --output-file requirements/source.lock
	$(LOCK) $(IN_IMAGES) --extra s3 --output-file requirements/destination.lock
	$(LOCK) --universal --extra demo --extra test --output-file requirements/development.lock

package: | $(UV) ## Build the wheel and the source archive into dist
	$(UV) build --quiet --clear

generate: $(VENV)/.installed ## Write the files that follow from the models
	$(RUN)/python -m generation

bench: $(VENV)/.installed ## Measure the connectors beside their peers; LONG=1 for the large companies
	$(RUN)/python -m benchmarks $(if $(LONG),--long)

# Where no fitting Python can be found or fetched, the machine's own has to do, without PyAirbyte.
$(VENV)/.installed: pyproject.toml requirements/development.lock | $(UV)
	@$(UV) venv --quiet --clear --seed --python '$(PYTHON)' $(VENV) || \
		{ echo "No Python $(PYTHON) here: the demo can't run, and tests of warehouses are left out."; \
		  $(UV) venv --quiet --clear --seed $(VENV); }
	$(UV) pip install --quiet --python $(VENV) --requirement requirements/development.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps --editable .
	touch $@

.uv/bin/uv: # Needs no environment of its own, which Debian's Python can't make without more packages.
	python3 -m pip install --quiet --disable-pip-version-check --target .uv 'uv>=0.8,<1'

clean: ## Remove the environments and what the demo wrote
	rm -rf $(VENV) .uv .bench demo-output
