# The small models around the big one.
.PHONY: evaluate-stages

evaluate-stages: $(READY) ## Measure each stage on evaluation/stages; fails below its thresholds
	$(PYTHON) -m $(PACKAGE).stages.evaluation
