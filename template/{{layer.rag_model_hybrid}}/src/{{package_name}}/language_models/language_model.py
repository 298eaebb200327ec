"""The language model of this project: one on this machine, then a provider's when it fails."""

from ..ports import LanguageModel
from .fallback import CircuitBreaker, Fallback
from .hosted_model import build_hosted_model
from .local_model import build_local_model


def build_language_model() -> LanguageModel | None:
    """Return the pair, or the local model alone where no key is set for the provider."""
    local, hosted = build_local_model(), build_hosted_model()
    return Fallback(local, hosted, CircuitBreaker()) if hosted else local
