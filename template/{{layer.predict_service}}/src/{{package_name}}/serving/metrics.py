"""What the prediction service measures beside the requests themselves."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .scorer import Scorer


class PredictionMetrics:
    """Counters of one app, in the registry that `/metrics` shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.rows = Counter(
            "prediction_rows",
            "Rows by outcome: answered or refused",
            ["outcome"],
            registry=registry,
        )
        self.duration = Histogram(
            "prediction_duration_seconds",
            "Encoding, model and calibration, for one request",
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
            registry=registry,
        )
        self.feedback = Counter(
            "prediction_feedback",
            "Feedback by outcome: joined or unknown",
            ["outcome"],
            registry=registry,
        )
        self.version = Gauge("champion_version", "Version that is served", registry=registry)
        self.drifted = Gauge(
            "drifted_columns", "Columns that have drifted, by the last report", registry=registry
        )
        for outcome in ("answered", "refused"):
            self.rows.labels(outcome)
        for outcome in ("joined", "unknown"):
            self.feedback.labels(outcome)

    def changed(self, scorer: Scorer) -> None:
        """Note the version that is served from now on."""
        self.version.set(scorer.version)
