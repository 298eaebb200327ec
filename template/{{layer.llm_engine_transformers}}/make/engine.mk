# The language model runs inside the process, so there is no server to start.
.PHONY: model

model: $(READY) ## Fetch the weights of the language model, once
	$(PYTHON) -m $(PACKAGE).language_models.local_model
