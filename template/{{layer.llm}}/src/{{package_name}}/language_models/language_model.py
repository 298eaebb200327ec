"""The language model of this project."""

from prometheus_client import CollectorRegistry

from .gateway import Gateway
from .observing import LanguageModelMetrics
from .settings import LanguageModelSettings
from .sources import build_sources
from .tracing import export_traces


def build_language_model(registry: CollectorRegistry | None = None) -> Gateway | None:
    """Return what models.toml and the environment name; None where they name nothing usable.

    Whether it can be reached shows with the first request. `registry` gets its metrics, which are
    there without a model as well.
    """
    settings = LanguageModelSettings()
    sources = build_sources(settings)
    metrics = LanguageModelMetrics(registry)
    export_traces()
    return Gateway.over(sources, settings, metrics) if sources else None
