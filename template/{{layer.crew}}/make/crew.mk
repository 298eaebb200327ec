# The crew: what it learns, its rounds, and how good it is.
EVERY ?= 900

.PHONY: demo train watch follow offers notices evaluate

demo: $(READY) ## Visit the sample's site twice, off-line, and decide about its offers
	@$(PYTHON) -m $(PACKAGE).cli demo

train: $(READY) ## Learn fair prices from data/past-prices.csv; where that is missing, from the sample
	$(PYTHON) -m $(PACKAGE).cli train

watch: $(READY) ## Run a round every EVERY=900 seconds over the sites in sites/
	$(PYTHON) -m $(PACKAGE).cli watch --every $(EVERY)

follow: $(READY) ## Follow the crew's log while it works
	@$(PYTHON) -m $(PACKAGE).cli follow

offers: $(READY) ## Show the offers that are there, with the last decision about each
	@$(PYTHON) -m $(PACKAGE).cli offers

notices: $(READY) ## Show the notices, and whether they went out
	@$(PYTHON) -m $(PACKAGE).cli notices

evaluate: $(READY) ## Measure prices, decisions and recovery; fails outside evaluation/thresholds.toml
	$(PYTHON) -m $(PACKAGE).cli evaluate
