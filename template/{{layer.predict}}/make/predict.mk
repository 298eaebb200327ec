# Training, evaluation and monitoring. A table of your own: make train DATA=path TARGET=column
OPTIONS := $(if $(DATA),--data "$(DATA)") $(if $(TARGET),--target "$(TARGET)")
SPLIT := $(if $(GROUP),--group "$(GROUP)") $(if $(TIME),--time "$(TIME)") $(if $(REPLACE),--replace)

.PHONY: demo train tune evaluate drift retrain retrain-if-needed rollback models

demo: $(READY) ## Train on the sample table and answer rows of it
	$(PYTHON) -m $(PACKAGE).cli demo

train: $(READY) ## Compare models and register the best: DATA=path TARGET=column GROUP= TIME=
	$(PYTHON) -m $(PACKAGE).cli train $(OPTIONS) $(SPLIT)

tune: $(READY) ## The same after a search for better parameters
	$(PYTHON) -m $(PACKAGE).cli train --tune $(OPTIONS) $(SPLIT)

evaluate: $(READY) ## Hold the champion against its thresholds
	$(PYTHON) -m $(PACKAGE).cli evaluate $(OPTIONS)

drift: $(READY) ## Compare logged rows with the training rows: exit 0 none, 3 drift, 4 too few
	$(PYTHON) -m $(PACKAGE).cli drift

retrain: $(READY) ## Train on the table and the feedback together
	$(PYTHON) -m $(PACKAGE).cli retrain $(OPTIONS)

retrain-if-needed: $(READY) ## The same, but only on drift or enough feedback
	$(PYTHON) -m $(PACKAGE).cli retrain --if-needed $(OPTIONS)

rollback: $(READY) ## Go back to the champion before this one
	$(PYTHON) -m $(PACKAGE).cli rollback

models: $(READY) ## List the registered models
	$(PYTHON) -m $(PACKAGE).cli models
