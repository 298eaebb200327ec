"""What Prometheus is told of hearing and speaking; no word of what was said."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram

from .sound import Sound

# Of the length of the sound: at 1 it takes as long as listening to it.
_FACTORS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0, 5.0)


class SpeechMetrics:
    """The metrics of hearing and speaking; `task` says which."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self.requests = Counter(
            "speech_requests",
            "What was to be heard or said, by the model that did (none: no model) and how it went",
            ["task", "model", "outcome"],
            registry=registry,
        )
        self.sound_seconds = Counter(
            "speech_sound_seconds", "Sound heard or made", ["task", "model"], registry=registry
        )
        self.usd = Counter("speech_usd", "Cost in US dollars", ["task", "model"], registry=registry)
        self.real_time_factor = Histogram(
            "speech_real_time_factor",
            "Seconds of work for a second of sound",
            ["task", "model"],
            buckets=_FACTORS,
            registry=registry,
        )

    def done(self, task: str, model: str, sound: Sound, started: float, usd: float) -> None:
        """Count what was heard or said."""
        self.requests.labels(task, model, "done").inc()
        self.sound_seconds.labels(task, model).inc(sound.seconds)
        self.usd.labels(task, model).inc(usd)
        factor = (time.perf_counter() - started) / sound.seconds
        self.real_time_factor.labels(task, model).observe(factor)
