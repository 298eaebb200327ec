.PHONY: batch

INPUT ?= data/rows.csv
OUTPUT ?= reports/scored.csv

batch: $(READY) ## Score a file: make batch INPUT=rows.csv OUTPUT=scored.csv (or .parquet, .jsonl)
	$(PYTHON) -m $(PACKAGE).batch "$(INPUT)" "$(OUTPUT)"
