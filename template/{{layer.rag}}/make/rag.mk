# Documents in, answers out, and how good they are.
DOCS ?=
Q ?= What does the nonlocal statement do?
# Handed over as they stand: a question may hold quotes, backticks and dollar signs.
override DOCS := $(value DOCS)
override Q := $(value Q)
export DOCS Q
STORE := $(or $(STORE_PATH),var/index.sqlite)
.PHONY: demo ingest ask evaluate calibrate feedback

demo: $(READY) ## Answer four questions about the sample documents, off-line
	@$(PYTHON) -m $(PACKAGE).cli demo

ingest: $(READY) ## Make the store hold DOCS=folder, file or address; left out: data/, or the sample
	$(PYTHON) -m $(PACKAGE).cli ingest $(if $(DOCS),"$$DOCS")

# What needs a store makes one of the sample where there is none yet.
$(STORE): | $(READY)
	$(PYTHON) -m $(PACKAGE).cli ingest

ask: $(READY) $(STORE) ## Answer Q="a question"
	@$(PYTHON) -m $(PACKAGE).cli ask -- "$$Q"

evaluate: $(READY) ## Measure on the sample's questions; fails below its thresholds; MODELS=quoting,a,b compares
	$(PYTHON) -m $(PACKAGE).cli evaluate $(ASKED)

calibrate: $(READY) ## Fit when an answer is refused, on the development questions
	$(PYTHON) -m $(PACKAGE).cli calibrate

feedback: $(READY) ## Turn the readers' corrections into development questions
	$(PYTHON) -m $(PACKAGE).cli feedback
