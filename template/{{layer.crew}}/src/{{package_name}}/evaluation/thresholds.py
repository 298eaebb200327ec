"""The gate: the least or the most of each metric, and which are not reached."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..rules import Faulty

THRESHOLDS = Path("evaluation/thresholds.toml")
METRICS = ("price_error", "price_coverage", "buy_precision", "buy_recall", "recovery_rate")


@dataclass(frozen=True)
class Thresholds:
    """What each metric has to reach, and what it may not exceed."""

    least: Mapping[str, float]
    most: Mapping[str, float]

    def shortfalls(self, scores: Mapping[str, float]) -> list[str]:
        """Return a sentence for each metric on the wrong side of its threshold."""
        low = [
            f"{name} is {scores[name]:.3f}, below its threshold {value:.3f}"
            for name, value in self.least.items()
            if not scores[name] >= value
        ]
        return low + [
            f"{name} is {scores[name]:.3f}, above its threshold {value:.3f}"
            for name, value in self.most.items()
            if not scores[name] <= value
        ]


def thresholds(path: Path) -> Thresholds:
    """Return the thresholds of a file. Raises Faulty."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Faulty(f"{path} cannot be read: {error}") from error
    return Thresholds(_table(path, tables, "least"), _table(path, tables, "most"))


def _table(path: Path, tables: Mapping[str, Any], name: str) -> dict[str, float]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise Faulty(f"{path} needs a table [{name}]")
    if unknown := set(table) - set(METRICS):
        raise Faulty(f"{path} names {min(unknown)}; known are {', '.join(METRICS)}")
    return {metric: float(value) for metric, value in table.items()}
