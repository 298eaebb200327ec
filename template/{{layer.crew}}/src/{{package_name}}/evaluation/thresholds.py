"""The gate: the least or the most of each metric, and which are not reached."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from ..rules import load_rules

THRESHOLDS = Path("evaluation/thresholds.toml")
Metric = Literal["price_error", "price_coverage", "buy_precision", "buy_recall", "recovery_rate"]
METRICS: tuple[Metric, ...] = get_args(Metric)


class Thresholds(BaseModel):
    """What each metric has to reach, and what it may not exceed."""

    model_config = ConfigDict(extra="forbid")

    least: Mapping[Metric, float]
    most: Mapping[Metric, float]

    def shortfalls(self, scores: Mapping[Metric, float]) -> list[str]:
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
    return load_rules(path, Thresholds)
