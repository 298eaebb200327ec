.PHONY: image-check

image-check: ## Start the image that was built, ask how it is, and stop it
	@container=$$(docker run --detach --rm --read-only --tmpfs /tmp --cap-drop ALL \
	  --env SERVICE_API_KEYS=only-for-this-check $(IMAGE)) && \
	trap 'docker logs '$$container'; docker stop --time 5 '$$container EXIT && \
	for second in $$(seq 60); do \
	  status=$$(docker inspect --format '{{.State.Health.Status}}' $$container) || exit 1; \
	  test "$$status" = healthy && echo "the image answers" && exit 0; \
	  sleep 1; \
	done; \
	echo "the image does not answer" >&2; exit 1
