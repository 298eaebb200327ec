"""The container images of renders, built and run with a real engine: `make images`."""
