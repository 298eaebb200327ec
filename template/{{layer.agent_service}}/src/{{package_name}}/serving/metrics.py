"""What the service counts about its runs, beside what it counts about requests."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from ..ports import Event


class RunMetrics:
    """Counters and histograms in a registry; `ops/` holds the alerts and panels on them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.ends = Counter(
            "agent_runs",
            "Runs by how they ended for now: done, stopped, waiting or paused",
            ["end"],
            registry=registry,
        )
        self.calls = Counter(
            "agent_calls", "Calls of tools by outcome", ["tool", "outcome"], registry=registry
        )
        self.steps = Histogram(
            "agent_steps",
            "Steps of a finished run",
            buckets=[1, 2, 3, 4, 6, 8, 12, 20],
            registry=registry,
        )
        self.tokens = Counter("agent_tokens", "Tokens of finished runs", registry=registry)
        self.cost = Counter("agent_cost_usd", "Cost of finished runs", registry=registry)

    def count(self, event: Event) -> None:
        """Count one event."""
        if event.kind == "returned":
            # The name of a tool that does not exist is the model's invention: it may be any.
            known = "unknown" if event.call.fault else event.call.tool
            self.calls.labels(known, "failed" if event.failed else "ok").inc()
        elif event.kind == "finished":
            self.ends.labels("stopped" if event.stopped else "done").inc()
            self.steps.observe(event.spent.steps)
            self.tokens.inc(event.spent.input_tokens + event.spent.output_tokens)
            self.cost.inc(event.spent.cost)
        elif event.kind in ("waiting", "paused"):
            self.ends.labels(event.kind).inc()
