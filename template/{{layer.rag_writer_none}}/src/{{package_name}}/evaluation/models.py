"""No language model: there is none to measure or to compare."""

from collections.abc import Callable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry
from rich.console import Console

from ..ports import LanguageModel
from .trial import NoModel, Trial

Judging = Callable[[Trial], Mapping[str, float]]
_NONE = "answers are quoted here, and no language model writes any: there is none to name"


def configured(registry: CollectorRegistry) -> LanguageModel | None:
    """Return None."""
    return None


def took(registry: CollectorRegistry) -> str:
    """Return nothing: nothing was asked."""
    return ""


def judging(console: Console, name: str, answering: list[str]) -> Judging:
    """Return what judges nothing. Raises NoModel where a judge is named."""
    if name:
        raise NoModel(_NONE)
    return lambda trial: {}


def shortfalls(judged: Mapping[str, float]) -> list[str]:
    """Return nothing."""
    return []


def compare(
    console: Console,
    names: str,
    judge: str,
    tried: Callable[[LanguageModel | None], Trial],
    folder: Path,
) -> bool:
    """Raise NoModel."""
    raise NoModel(_NONE)
