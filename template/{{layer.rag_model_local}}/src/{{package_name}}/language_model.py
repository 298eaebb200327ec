"""The language model of this project: one on this machine."""

from .local_model import build_local_model
from .ports import LanguageModel


def build_language_model() -> LanguageModel | None:
    """Return the local model. Whether it runs shows with the first question."""
    return build_local_model()
