"""What was measured of candidates, and which of them is worth its price."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

from .build import Chosen

# So much less than the best still counts as as good.
NEARLY = 0.05


@dataclass(frozen=True)
class Case:
    """What a case took, whether or not anything came of it; `unanswered` says why nothing did."""

    seconds: float
    unanswered: str = ""


@dataclass(frozen=True)
class Result:
    """What came of all cases. The first of `quality`, shares from 0 to 1, is what ranks."""

    quality: Mapping[str, float]
    cases: Sequence[Case]


@dataclass(frozen=True)
class Row:
    """What was measured of a candidate; seconds, tokens and US dollars are of one case."""

    label: str
    model: str
    quality: Mapping[str, float]
    cases: int
    unanswered: int
    median: float
    p95: float
    tokens: float
    cost: float

    @property
    def ranked_by(self) -> float:
        """The quality that counts."""
        return next(iter(self.quality.values()))

    def beats(self, other: "Row") -> bool:
        """Whether it is nowhere worse, in quality, seconds and cost, and somewhere better."""
        mine = (-self.ranked_by, self.median, self.cost)
        its = (-other.ranked_by, other.median, other.cost)
        return mine != its and all(one <= two for one, two in zip(mine, its, strict=True))


def row(chosen: Chosen, result: Result) -> Row:
    """Return what was measured of a candidate."""
    count = len(result.cases) or 1
    seconds = [case.seconds for case in result.cases] or [0.0]
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return Row(
        chosen.label,
        chosen.model.name_of_first if chosen.model else "no language model",
        result.quality,
        len(result.cases),
        sum(bool(case.unanswered) for case in result.cases),
        cuts[9],
        cuts[18],
        chosen.tokens / count,
        chosen.cost / count,
    )


def best_value(rows: Sequence[Row]) -> Row | None:
    """Return the cheapest of those that are nearly as good as the best, then the quickest."""
    most = max((one.ranked_by for one in rows), default=math.nan)
    good = [one for one in rows if one.ranked_by >= most - NEARLY and one.unanswered < one.cases]
    return min(good, key=lambda one: (one.cost, one.median, -one.ranked_by), default=None)


class Watch:
    """How long something took, by the wall's clock: waiting for a model that is silent counts."""

    seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure the block."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - began
