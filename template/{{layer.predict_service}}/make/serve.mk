.PHONY: serve

serve: $(READY) ## Serve the champion at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server
