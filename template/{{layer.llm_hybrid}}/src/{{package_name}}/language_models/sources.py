"""Where this project's language model answers from: this machine, a provider when that fails."""

from .hosted_model import build_hosted_model
from .local_model import build_local_model
from .settings import LanguageModelSettings
from .source import Source


def build_sources(settings: LanguageModelSettings) -> list[Source]:
    """Return both, or the local model alone where no key is set for the provider."""
    hosted = build_hosted_model(settings)
    return [build_local_model(settings), *([hosted] if hosted else [])]
