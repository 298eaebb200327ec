.PHONY: image-check

image-check: ## Start the image that was built and let it say what it takes
	docker run --rm --read-only --tmpfs /tmp --cap-drop ALL $(IMAGE) --help
