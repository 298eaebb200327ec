"""Where this project's language model answers from: this machine."""

from .local_model import build_local_model
from .settings import LanguageModelSettings
from .source import Source


def build_sources(settings: LanguageModelSettings) -> list[Source]:
    """Return the local model. Whether it runs shows with the first question."""
    return [build_local_model(settings)]
