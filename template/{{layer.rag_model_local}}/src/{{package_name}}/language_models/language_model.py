"""The language model of this project: one on this machine."""

from ..ports import LanguageModel
from .local_model import build_local_model


def build_language_model() -> LanguageModel | None:
    """Return the local model. Whether it runs shows with the first question."""
    return build_local_model()
