.PHONY: batch

# Left out, it is the tasks of the evaluation, planned by rules.
SAMPLE := evaluation/tasks.jsonl
INPUT ?= $(SAMPLE)
OUTPUT ?= reports/answers.jsonl

batch: $(READY) ## Do a file: make batch INPUT=tasks.jsonl OUTPUT=answers.jsonl
	$(PYTHON) -m $(PACKAGE).batch $(if $(filter $(SAMPLE),$(INPUT)),--offline) "$(INPUT)" "$(OUTPUT)"
