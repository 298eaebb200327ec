.PHONY: serve

serve: $(READY) $(STORE) ## Serve answers at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server
