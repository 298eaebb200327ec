.PHONY: serve page-test

serve: $(READY) ## Serve the assistant; its page is at http://127.0.0.1:8000 (SERVICE_PORT)
	$(PYTHON) -m $(PACKAGE).server

# The page in a real browser: a Chromium that is installed, or else Playwright's own.
page-test: $(READY) ## Try the page in a browser; fetches Chromium where there is none
	@command -v chromium chromium-browser google-chrome >/dev/null || \
	  $(PYTHON) -m playwright install chromium
	$(PYTHON) -m pytest tests/page_in_browser.py
