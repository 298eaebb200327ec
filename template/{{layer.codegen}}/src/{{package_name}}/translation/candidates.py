"""Models that compete, each by its own name: none of them is ever stood in for by another.

A candidate is the name of a model at the places that models.toml describes, `local:` or `hosted:`
before it where there are both. Without a name it is the one that is configured, at its first place.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..language_models.gateway import Gateway
from ..language_models.settings import LanguageModelSettings
from ..language_models.sources import build_sources

_PLACES = ("local", "hosted")
_VARIABLES = ("LOCAL_MODEL_NAME", "HOSTED_MODEL_NAME")


def candidate(name: str = "") -> Gateway | None:
    """Return the model of a candidate, None where no place is configured for it."""
    place, colon, rest = name.partition(":")
    placed = bool(colon) and place in _PLACES
    # No answer comes from memory: it would count as the candidate's speed.
    settings = LanguageModelSettings(cache_entries=0)
    with _named(rest if placed else name):
        sources = build_sources(settings)
    fitting = [source for source in sources if not placed or source.place == place]
    return Gateway.over(fitting[:1], settings) if fitting else None


@contextmanager
def _named(model: str) -> Iterator[None]:
    """For a moment, every place has this model: the settings are read from the environment."""
    before = {name: os.environ.get(name) for name in _VARIABLES}
    if model:
        os.environ.update(dict.fromkeys(_VARIABLES, model))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
