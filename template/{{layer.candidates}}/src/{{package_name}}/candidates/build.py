"""From names to models that can be asked, each with a count of what it took.

A name is that of a table `[candidates.NAME]`, or `local` or `hosted`: the model that models.toml
names for that place. One more, which the caller names, stands for answering without a model.
"""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from ..language_models.gateway import Gateway
from ..language_models.observing import LanguageModelMetrics
from ..language_models.prices import FREE
from ..language_models.settings import LanguageModelSettings
from ..language_models.source import Source
from .listed import FaultyCandidates, labels, listed


@dataclass(frozen=True)
class Chosen:
    """A candidate; without a `model` it is what answers without one."""

    label: str
    model: Gateway | None
    registry: CollectorRegistry

    @property
    def tokens(self) -> float:
        """How many went in and out so far."""
        return self._sum("llm_tokens_total")

    @property
    def cost(self) -> float:
        """US dollars so far, at the candidate's own prices."""
        return self._sum("llm_usd_total")

    def _sum(self, name: str) -> float:
        families = self.registry.collect()
        samples = (sample for family in families for sample in family.samples)
        return sum(sample.value for sample in samples if sample.name == name)


@dataclass(frozen=True)
class ChosenModel(Chosen):
    """A candidate that is a model."""

    model: Gateway


def choose(names: str, without: str) -> list[Chosen]:
    """Return the candidates that `names` lists with commas. Raises FaultyCandidates.

    `without` is the name of what answers without a model.
    """
    wanted = list(dict.fromkeys(name for part in names.split(",") if (name := part.strip())))
    if not wanted:
        known = ", ".join([without, *labels()])
        raise FaultyCandidates(f"no candidate is named; there are: {known}")
    plain = Chosen(without, None, CollectorRegistry())
    return [plain if name == without else model(name) for name in wanted]


def model(label: str) -> ChosenModel:
    """Return one model, alone: nothing answers in its place. Raises FaultyCandidates."""
    # No answer comes from memory: it would count as the model's speed.
    settings = LanguageModelSettings(cache_entries=0)
    source = _configured(label, settings) if label in ("local", "hosted") else None
    if source is None:
        # Whoever compares no model waits for no library of a provider.
        from .place import build_source

        source = build_source(label, listed(label), settings)
    registry = CollectorRegistry()
    gateway = Gateway.over([source], settings, LanguageModelMetrics(registry))
    return ChosenModel(label, gateway, registry)


def _configured(label: str, settings: LanguageModelSettings) -> Source | None:
    from ..language_models.sources import build_sources

    source = next((one for one in build_sources(settings) if one.place == label), None)
    if source and label == "hosted" and source.price == FREE:
        raise FaultyCandidates(
            "hosted has no price: set price_input and price_output of models.toml"
        )
    return source
