.PHONY: batch

# Left out, it is a file of the sample's offers, some as addresses.
INPUT ?= evaluation/offers.jsonl
OUTPUT ?= reports/decisions.jsonl

batch: $(READY) ## Decide about a file: make batch INPUT=offers.jsonl OUTPUT=decisions.jsonl
	$(PYTHON) -m $(PACKAGE).batch "$(INPUT)" "$(OUTPUT)"
