"""What is told of every answer: a span by OpenTelemetry's conventions, and Prometheus metrics.

The conventions are those for generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/).
Neither holds a word of the prompt or the answer.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.ai import UsageMetadata, add_usage
from opentelemetry import trace
from opentelemetry.util.types import AttributeValue
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .errors import ModelUnavailable
from .pieces import ending
from .source import Source

_SECONDS = (0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 120.0)


class LanguageModelMetrics:
    """The metrics of one gateway."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self.answers = Counter(
            "llm_answers",
            "Answers by the model that gave them (none: no model) and how that went",
            ["model", "outcome"],
            registry=registry,
        )
        self.tries = Counter(
            "llm_tries", "Calls to a model, failed ones included", ["model"], registry=registry
        )
        self.fallbacks = Counter(
            "llm_fallbacks", "Answers of a source that was not the first choice", registry=registry
        )
        self.cached = Counter("llm_cached", "Answers out of the cache", registry=registry)
        self.tokens = Counter(
            "llm_tokens",
            "Tokens of all calls, failed and left ones included",
            ["model", "direction"],
            registry=registry,
        )
        self.usd = Counter("llm_usd", "Cost in US dollars", ["model"], registry=registry)
        self.left_alone = Gauge(
            "llm_left_alone", "Whether a model's breaker is open", ["model"], registry=registry
        )
        self.seconds = Histogram(
            "llm_seconds", "From a request to its last piece", buckets=_SECONDS, registry=registry
        )
        self.first_piece_seconds = Histogram(
            "llm_first_piece_seconds",
            "From a request to its first piece",
            buckets=_SECONDS,
            registry=registry,
        )

    def watch(self, sources: Sequence[Source]) -> None:
        """Show the breakers of these sources."""
        for source in sources:
            self.left_alone.labels(source.name).set_function(partial(_left_alone, source))


def _left_alone(source: Source) -> float:
    return float(source.breaker.is_open)


@dataclass
class Observed:
    """What became of one request; `usage` and `usd` are those of all its calls."""

    started: float = field(default_factory=time.perf_counter)
    first_piece: float | None = None
    source: Source | None = None
    tries: int = 0
    cached: bool = False
    fallback: bool = False
    usage: UsageMetadata | None = None
    usd: float = 0.0
    finish: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def piece(self, piece: AIMessageChunk) -> None:
        """Note when the first piece came, and why the last one was it."""
        if self.first_piece is None:
            self.first_piece = time.perf_counter() - self.started
        self.finish = ending(piece) or self.finish

    def told(self) -> dict[str, str | float | bool]:
        """What an answer says of its own making, in its `response_metadata`."""
        assert self.source
        return {
            "answered_by": self.source.name,
            "place": self.source.place,
            "fallback": self.fallback,
            "cached": self.cached,
            "usd": self.usd,
        }


class Observer:
    """Observes the answers of one gateway."""

    def __init__(self, metrics: LanguageModelMetrics) -> None:
        self._metrics = metrics
        self.tracer = trace.get_tracer(__name__)

    @contextmanager
    def request(self, wanted: str, metadata: Mapping[str, Any]) -> Iterator[Observed]:
        """Follow one request; `wanted` is the model that should answer it.

        `metadata` is LangChain's: of it the span keeps the name and version of the prompt.
        """
        observed, outcome = Observed(), "failed"
        # A generator may be ended by another thread than the one that began it, so the span is
        # not made the current one.
        span = self.tracer.start_span(f"chat {wanted}", kind=trace.SpanKind.CLIENT)
        try:
            yield observed
            outcome = "answered"
        except GeneratorExit:
            outcome = "left"
            raise
        except ModelUnavailable as failure:
            outcome = failure.reason
            span.set_attribute("error.type", failure.reason)
            span.set_status(trace.StatusCode.ERROR, str(failure))
            raise
        finally:
            self._count(observed, outcome)
            if span.is_recording():
                span.set_attributes(_attributes(observed, wanted) | _prompt(metadata))
            span.end()

    def _count(self, observed: Observed, outcome: str) -> None:
        metrics = self._metrics
        model = observed.source.name if observed.source else "none"
        metrics.answers.labels(model, outcome).inc()
        metrics.cached.inc(observed.cached)
        metrics.fallbacks.inc(observed.fallback)
        metrics.seconds.observe(time.perf_counter() - observed.started)
        if observed.first_piece is not None:
            metrics.first_piece_seconds.observe(observed.first_piece)

    def tried(self, observed: Observed, source: Source) -> None:
        """Note a call to a source."""
        observed.tries += 1
        self._metrics.tries.labels(source.name).inc()

    def used(self, observed: Observed, source: Source, usage: UsageMetadata, usd: float) -> None:
        """Note what a call took, also one whose answer nobody got."""
        # Of two calls at once, each ends in its own thread.
        with observed.lock:
            observed.usage = add_usage(observed.usage, usage)
            observed.usd += usd
        self._metrics.tokens.labels(source.name, "input").inc(usage["input_tokens"])
        self._metrics.tokens.labels(source.name, "output").inc(usage["output_tokens"])
        self._metrics.usd.labels(source.name).inc(usd)


def _attributes(observed: Observed, wanted: str) -> dict[str, AttributeValue]:
    known: dict[str, AttributeValue] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": wanted,
        "llm.tries": observed.tries,
        "llm.cached": observed.cached,
        "llm.fallback": observed.fallback,
        "llm.cost_usd": observed.usd,
    }
    if observed.source:
        known["gen_ai.response.model"] = observed.source.name
        known["gen_ai.provider.name"] = observed.source.provider
        known["llm.place"] = observed.source.place
    if observed.finish:
        known["gen_ai.response.finish_reasons"] = (observed.finish,)
    if observed.first_piece is not None:
        known["gen_ai.response.time_to_first_chunk"] = observed.first_piece
    if observed.usage:
        known["gen_ai.usage.input_tokens"] = observed.usage["input_tokens"]
        known["gen_ai.usage.output_tokens"] = observed.usage["output_tokens"]
    return known


def _prompt(metadata: Mapping[str, Any]) -> dict[str, AttributeValue]:
    names = {"prompt": "gen_ai.prompt.name", "prompt_version": "llm.prompt_version"}
    return {name: str(metadata[key]) for key, name in names.items() if key in metadata}
