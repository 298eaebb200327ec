.PHONY: serve

serve: $(READY) ## Serve the agent at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server
