.PHONY: batch

# Left out, it is the programs that come with the project.
INPUT ?= evaluation/programs.jsonl
OUTPUT ?= reports/translations.jsonl

batch: $(READY) ## Translate a file: make batch INPUT=programs.jsonl OUTPUT=translations.jsonl
	$(PYTHON) -m $(PACKAGE).batch "$(INPUT)" "$(OUTPUT)"
