"""The gate: the least value of each metric, and which are not reached."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from .run import METRICS

THRESHOLDS = Path("evaluation/thresholds.toml")


class FaultyThresholds(ValueError):
    """The file of thresholds cannot be used; the message says why."""


def thresholds(path: Path) -> dict[str, float]:
    """Return the least value of each metric. Raises FaultyThresholds."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("least")
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FaultyThresholds(f"{path} cannot be read: {error}") from error
    if not isinstance(table, dict):
        raise FaultyThresholds(f"{path} needs a table [least]")
    unknown = set(table) - set(METRICS)
    if unknown:
        raise FaultyThresholds(
            f"{path} names {', '.join(sorted(unknown))}; known are {', '.join(METRICS)}"
        )
    return {name: float(value) for name, value in table.items()}


def shortfalls(scores: Mapping[str, float], least: Mapping[str, float]) -> list[str]:
    """Return a sentence for each metric below its threshold."""
    return [
        f"{name} is {scores[name]:.3f}, below its threshold {value:.3f}"
        for name, value in least.items()
        if scores[name] < value
    ]
