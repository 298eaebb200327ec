"""What the service counts about its rounds, beside what it counts about requests."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from ..crew.state import Round

_SECONDS = (1, 3, 10, 30, 100, 300, 1000)


class CrewMetrics:
    """Counters and histograms in a registry; `ops/` holds the alerts and panels on them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.rounds = Counter("crew_rounds", "Rounds by how they ended", ["end"], registry=registry)
        self.decisions = Counter(
            "crew_decisions",
            "Decisions by verdict and rule",
            ["verdict", "rule"],
            registry=registry,
        )
        self.faults = Counter(
            "crew_faults", "Steps of an agent that failed", ["agent"], registry=registry
        )
        self.unread = Counter(
            "crew_unread", "Sites and pages that could not be made out", registry=registry
        )
        self.notices = Gauge("crew_notices", "Notices by state", ["state"], registry=registry)
        self.tokens = Counter("crew_tokens", "Tokens of language models", registry=registry)
        self.money = Counter("crew_money", "What these tokens cost", registry=registry)
        self.seconds = Histogram(
            "crew_round_seconds", "Seconds of work in a round", buckets=_SECONDS, registry=registry
        )
        self.last = Gauge(
            "crew_last_round_timestamp_seconds", "When a round last ended", registry=registry
        )

    def count(self, state: Round) -> None:
        """Count a round that came to its end."""
        self.rounds.labels("faults" if state.faults else "clean").inc()
        for decision in state.decisions:
            self.decisions.labels(decision.verdict, decision.rule).inc()
        for fault in state.faults:
            self.faults.labels(fault.agent).inc()
        self.unread.inc(len(state.unread) + len(state.unreadable))
        self.tokens.inc(state.spent.tokens)
        self.money.inc(state.spent.money)
        self.seconds.observe(state.spent.seconds)
        self.last.set_to_current_time()
