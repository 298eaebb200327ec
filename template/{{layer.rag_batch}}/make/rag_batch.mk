.PHONY: batch

# Left out, it is the questions about the sample.
INPUT ?= evaluation/questions.jsonl
OUTPUT ?= reports/answers.jsonl

batch: $(READY) $(STORE) ## Answer a file: make batch INPUT=questions.jsonl OUTPUT=answers.jsonl
	$(PYTHON) -m $(PACKAGE).batch "$(INPUT)" "$(OUTPUT)"
