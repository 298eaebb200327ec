"""What the service counts about its translations, beside what it counts about requests."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from ..translation.translate import Event, Rejection, Translation


class TranslationMetrics:
    """Counters and histograms in a registry; `ops/` holds the alerts and panels on them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.translations = Counter(
            "codegen_translations", "Translations by how they ended", ["verdict"], registry=registry
        )
        self.rejections = Counter(
            "codegen_rejections", "Attempts that failed, by how", ["verdict"], registry=registry
        )
        self.repairs = Counter(
            "codegen_repairs", "Repairs of translations that passed", registry=registry
        )
        self.speed_up = Histogram(
            "codegen_speed_up",
            "How many times faster than Python a translation is",
            buckets=[0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
            registry=registry,
        )

    def count(self, event: Event) -> None:
        """Count one event of a translation."""
        if isinstance(event, Rejection):
            self.rejections.labels(event.verdict).inc()
        elif isinstance(event, Translation):
            self.translations.labels(event.verdict).inc()
            if event.passed:
                self.repairs.inc(event.repairs)
            if event.speed:
                self.speed_up.observe(event.speed.ratio)
