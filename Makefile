# Two commands do everything on a machine with Python 3.11+, git and make: `make demo` and `make test`.
PYTHON3 ?= python3
VENV := .venv
RENDERS := .venv-renders
BIN := $(VENV)/bin
SOURCES := $(shell find generator template blueprints includes locks -type f -not -name '*.pyc' -not -path '*/_template/*' | sed 's/ /\\ /g') copier.yml pyproject.toml hatch_build.py
# torch has a build for the CPU in an index of its own; elsewhere the registry's build is taken.
TORCH = $(shell sed -n 's/^ "torch": "\(.*\)",$$/\1/p' locks/closures.json) --extra-index-url https://download.pytorch.org/whl/cpu --retries 0

# Compiled at installation, or every process would compile what it imports again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check unit rendered matrix updates images installs faults bench lock release clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(VENV)/developer $(RENDERS)/typed ## Everything a developer of Groundplan needs

demo: $(VENV)/groundplan ## Render the rag preset into build/demo and let it answer a question
	@if [ -d build/demo ]; then \
	  echo "build/demo is there already and is kept as it is; 'make clean' starts over."; \
	else \
	  mkdir -p build && $(BIN)/groundplan new build/demo --preset rag --yes -d project_name=docs-answers; \
	fi
	@$(MAKE) --no-print-directory -C build/demo demo
	@printf '\nThis was a repository of its own, made a minute ago. To go on:\n'
	@printf '  %-40s %s\n' 'cd build/demo && make help' 'its commands; README.md explains them' \
	  '$(BIN)/groundplan new ../my-project' 'your own answers, one question at a time' \
	  '$(BIN)/groundplan explain --preset rag' 'why it is built the way it is'

test: setup check unit rendered matrix updates ## Everything; fresh installs, planted faults and images as samples
	@$(MAKE) --no-print-directory installs
	@$(MAKE) --no-print-directory faults
	@$(MAKE) --no-print-directory images SAMPLE=1

check: $(VENV)/developer ## Lint, formatting and types of the generator, the layers and the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/developer ## Tests of the generator and of the template's shape
	$(BIN)/python -m pytest tests/unit tests/template -n 2 --dist loadgroup

matrix: setup ## Every combination rendered, checked and run; SHARD=1/4, CHANGED=1, ONLY=name
	$(BIN)/groundplan matrix run $(if $(SHARD),--shard $(SHARD)) $(if $(CHANGED),--changed) \
	  $(if $(ONLY),--only $(ONLY))

rendered: setup ## Tests of the matrix itself: its renderer, its forks, what it takes as the same
	$(BIN)/python -m pytest tests/rendered --ignore tests/rendered/test_fresh_installs.py -n 2 --dist worksteal

updates: $(VENV)/developer ## Updates: every edge, 1,000 random edits, 200 kills; EXAMPLES=10000, KILLS=2000
	UPDATE_EXAMPLES=$(or $(EXAMPLES),1000) UPDATE_KILLS=$(or $(KILLS),200) \
	  $(BIN)/python -m pytest tests/updating tests/fleet -n 2 --dist worksteal

images: setup ## Build and try every distinct container image; SAMPLE=1 takes the two lightest
	$(BIN)/python -m pytest tests/images $(if $(SAMPLE),--sample) \
	  --log-cli-level=INFO --log-cli-format='%(asctime)s %(message)s' --log-cli-date-format=%H:%M:%S

installs: $(VENV)/developer ## Install renders into empty environments: two in turn; ALL=1, or SETS=name,name
	INSTALLS=$(if $(ALL),all,$(SETS)) $(BIN)/python -m pytest tests/rendered/test_fresh_installs.py -vv

faults: setup ## Plant faults that checks must catch: six in turn; ALL=1, or FAULTS=name,name
	FAULTS=$(if $(ALL),all,$(FAULTS)) $(BIN)/python -m pytest tests/faults -vv

bench: setup ## Measure speed on this machine; writes build/bench.json; ONLY="llm codegen" for parts
	$(BIN)/python -m tests.bench $(ONLY)

lock: $(VENV)/groundplan ## Bring requirements/*.txt and locks/ up to date; KEEP=1 keeps versions that still fit
	$(BIN)/python requirements/lock.py

release: $(VENV)/developer ## Build the wheel of this version, check it against every earlier release, and tag it
	$(BIN)/python -m groundplan.releasing

clean: ## Remove what was built, the environments excepted
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/uv:
	$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Groundplan needs Python 3.11 or newer")'
	$(PYTHON3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt

$(VENV)/requirements: requirements/run.txt | $(VENV)/bin/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --requirement requirements/run.txt
	@touch $@

$(VENV)/groundplan: $(SOURCES) $(VENV)/requirements
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --reinstall-package groundplan --editable .
	@touch $@

$(VENV)/developer: requirements/dev.txt $(VENV)/groundplan
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --requirement requirements/dev.txt
	@touch $@

$(RENDERS)/installed: requirements/renders.txt | $(VENV)/bin/uv
	$(PYTHON3) -m venv $(RENDERS)
	$(RENDERS)/bin/python -m pip install --quiet --no-deps $(TORCH)
	$(BIN)/uv pip install --quiet --python $(RENDERS)/bin/python --compile-bytecode --no-deps --require-hashes --requirement requirements/renders.txt
	@touch $@

# What mypy knows of the libraries, so that no run has to find out anew.
$(RENDERS)/typed: $(RENDERS)/installed $(VENV)/developer
	$(BIN)/python -m groundplan.matrix.static.typecheck
	@touch $@
