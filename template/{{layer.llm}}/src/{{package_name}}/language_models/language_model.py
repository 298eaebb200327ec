"""The language model of this project."""

from prometheus_client import CollectorRegistry

from .alike import Embed
from .gateway import Gateway
from .keeping import build_keeping
from .observing import LanguageModelMetrics
from .settings import LanguageModelSettings
from .sources import build_sources
from .tracing import export_traces


def build_language_model(
    registry: CollectorRegistry | None = None, embed: Embed | None = None
) -> Gateway | None:
    """Return what models.toml and the environment name; None where they name nothing usable.

    Whether it can be reached shows with the first request. `registry` gets its metrics, which are
    there without a model as well. `embed` gives the vector of a question, for answers to questions
    that are alike.
    """
    settings = LanguageModelSettings()
    sources = build_sources(settings)
    metrics = LanguageModelMetrics(registry)
    export_traces()
    if not sources:
        return None
    store, counts = build_keeping(settings)
    return Gateway.over(sources, settings, metrics, store, counts, embed)
