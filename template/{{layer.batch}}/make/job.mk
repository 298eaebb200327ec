.PHONY: job image-check

job: ## Run the job in its container: INPUT=data/in.jsonl OUTPUT=reports/out.jsonl
	@mkdir -p data reports var
	$(COMPOSE) run --rm --build --use-aliases job "$(INPUT)" "$(OUTPUT)"

image-check: ## Start the image that was built and let it say what it takes
	docker run --rm --read-only --tmpfs /tmp --cap-drop ALL $(IMAGE) --help
