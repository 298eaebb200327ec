# The server runs in a container; compose.engine.yaml says which and how. One that runs already does as well.
.PHONY: model model-stop

# The name may come from models.toml, .env or the environment; the settings know which counts.
engine = LOCAL_MODEL_NAME=$$($(PYTHON) -m $(PACKAGE).language_models.local_model) docker compose -f compose.engine.yaml

model: $(READY) ## Start the server of the language model and wait for it
	$(engine) up --detach --wait model

model-stop: $(READY) ## Stop the server of the language model
	$(engine) down
