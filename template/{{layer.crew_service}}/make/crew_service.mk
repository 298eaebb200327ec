.PHONY: serve

serve: $(READY) ## Serve rounds, offers and decisions at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server
