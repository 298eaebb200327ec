.PHONY: serve

serve: $(READY) ## Serve translations at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server
