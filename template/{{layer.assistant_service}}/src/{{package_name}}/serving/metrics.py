"""What the service counts about turns, beside what it counts about requests."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from ..ports import Event


class TurnMetrics:
    """Counters and histograms in a registry; `ops/` holds the alerts and panels on them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.ends = Counter(
            "assistant_turns",
            "Turns by how they ended for now: done, stopped, waiting or paused",
            ["end"],
            registry=registry,
        )
        self.calls = Counter(
            "assistant_calls", "Calls of tools by outcome", ["tool", "outcome"], registry=registry
        )
        self.seconds = Histogram(
            "assistant_turn_seconds",
            "From a question to its answer, without the time that a person took to approve",
            buckets=[0.1, 0.3, 1, 3, 10, 30, 100],
            registry=registry,
        )
        self.cost = Counter("assistant_cost_usd", "Cost of answered turns", registry=registry)

    def count(self, event: Event) -> None:
        """Count one event."""
        if event.kind == "returned":
            # The name of a tool that does not exist is the model's invention: it may be any.
            known = "unknown" if event.call.fault else event.call.tool
            self.calls.labels(known, "failed" if event.failed else "ok").inc()
        elif event.kind == "finished":
            self.ends.labels("stopped" if event.stopped else "done").inc()
            self.seconds.observe(event.spent.seconds)
            self.cost.inc(event.spent.cost)
        elif event.kind in ("waiting", "paused"):
            self.ends.labels(event.kind).inc()
