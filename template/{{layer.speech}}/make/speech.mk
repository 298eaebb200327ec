# Hearing and speaking.
.PHONY: evaluate-speech

evaluate-speech: $(READY) ## Say the sentences of evaluation/speech and hear them; fails beyond its thresholds
	$(PYTHON) -m $(PACKAGE).speech.evaluation
