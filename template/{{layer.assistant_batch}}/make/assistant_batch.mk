.PHONY: batch

# Left out, it is the dialogues of the evaluation, answered by rules.
SAMPLE := evaluation/dialogues.jsonl
INPUT ?= $(SAMPLE)
OUTPUT ?= reports/answers.jsonl

batch: $(READY) ## Hold a file of dialogues: make batch INPUT=dialogues.jsonl OUTPUT=answers.jsonl
	$(PYTHON) -m $(PACKAGE).batch $(if $(filter $(SAMPLE),$(INPUT)),--offline) "$(INPUT)" "$(OUTPUT)"
