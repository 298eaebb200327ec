# Python in, C++ out, and how right and how fast it is.
FILE ?= evaluation/programs/primes.py
override FILE := $(value FILE)
export FILE
MODELS ?=
override MODELS := $(value MODELS)
export MODELS
.PHONY: demo translate evaluate rank machine

demo: $(READY) ## Compile, compare and time recorded translations of a few programs, off-line
	@$(PYTHON) -m $(PACKAGE).cli demo

translate: $(READY) ## Translate FILE=your.py; its cases lie beside it, in your.json
	@$(PYTHON) -m $(PACKAGE).cli translate "$$FILE"

evaluate: $(READY) ## Rank the recorded translators; fails below evaluation/thresholds.toml
	$(PYTHON) -m $(PACKAGE).cli evaluate

rank: $(READY) ## The same with the language model that is configured, or with MODELS=a,b
	@$(PYTHON) -m $(PACKAGE).cli evaluate --models "$$MODELS"

machine: $(READY) ## Say which compiler is used, and what the sandbox limits here
	@$(PYTHON) -m $(PACKAGE).cli machine
