"""The language model of this project: a provider's."""

from ..ports import LanguageModel
from .hosted_model import build_hosted_model


def build_language_model() -> LanguageModel | None:
    """Return the provider's model, or None where no key is set: answers are then quoted."""
    return build_hosted_model()
