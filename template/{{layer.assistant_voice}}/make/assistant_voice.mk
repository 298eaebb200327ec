# A voice.
.PHONY: evaluate-voice

evaluate: evaluate-voice evaluate-speech

evaluate-voice: $(READY) ## Speak the dialogues of evaluation/spoken.jsonl and hold them; fails beyond its thresholds
	$(PYTHON) -m $(PACKAGE).voice.evaluation
