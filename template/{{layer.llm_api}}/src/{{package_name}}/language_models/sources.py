"""Where this project's language model answers from: a provider."""

from .hosted_model import build_hosted_model
from .settings import LanguageModelSettings
from .source import Source


def build_sources(settings: LanguageModelSettings) -> list[Source]:
    """Return the provider's model; nothing where no key is set."""
    hosted = build_hosted_model(settings)
    return [hosted] if hosted else []
