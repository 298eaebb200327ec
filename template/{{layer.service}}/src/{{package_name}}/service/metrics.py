"""What the service measures about itself, in a registry of its own so that apps never share one."""

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from ..budget import FIRST_OUTPUT_SECONDS, P95_SECONDS

# Steps around the promise, and the promise itself, so that the share of requests that keep it
# is counted and not interpolated.
_STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0)


class ServiceMetrics:
    """The metrics of one app.

    `durations` and `first_output` are in seconds and count per method, route template and status.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self.durations = Histogram(
            "http_request_duration_seconds",
            "From the first byte in to the last byte out",
            ["method", "route", "status"],
            buckets=[round(step * P95_SECONDS, 6) for step in _STEPS],
            registry=registry,
        )
        self.first_output = Histogram(
            "http_first_output_seconds",
            "From the first byte in to the first byte of the body out",
            ["method", "route", "status"],
            buckets=[round(step * FIRST_OUTPUT_SECONDS, 6) for step in _STEPS],
            registry=registry,
        )
        self.in_flight = Gauge("http_requests_in_flight", "Requests under way", registry=registry)
