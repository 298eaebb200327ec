"""The language model of this project: its sources, and what stands before them."""

from prometheus_client import CollectorRegistry

from .cache import MemoryCache
from .gateway import Gateway
from .observing import LanguageModelMetrics, Observer
from .settings import LanguageModelSettings
from .source import Source
from .sources import build_sources
from .spending import Spending
from .tracing import export_traces
from .turns import Turns


def build_language_model(registry: CollectorRegistry | None = None) -> Gateway | None:
    """Return what models.toml and the environment name; None where they name nothing usable.

    Whether it can be reached shows with the first request. `registry` gets its metrics, which are
    there without a model as well.
    """
    settings = LanguageModelSettings()
    sources = build_sources(settings)
    metrics = LanguageModelMetrics(registry)
    export_traces()
    return gateway(sources, settings, metrics) if sources else None


def gateway(
    sources: list[Source],
    settings: LanguageModelSettings,
    metrics: LanguageModelMetrics | None = None,
) -> Gateway:
    """Return one model over the sources, the first of which is preferred."""
    return Gateway(
        sources=tuple(sources),
        seconds=settings.timeout_seconds,
        kept=MemoryCache(settings.cache_entries, settings.cache_seconds),
        shared_cache=settings.cache_shared,
        spending=Spending(settings.tokens_per_minute, settings.usd_per_day),
        turns=Turns(settings.concurrency, settings.waiting),
        observer=Observer(metrics or LanguageModelMetrics()),
    )
