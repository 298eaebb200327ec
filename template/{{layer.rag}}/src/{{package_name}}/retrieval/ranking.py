"""Rankings: taking the best, fusing several, and preferring variety."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..ports import Vectors

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]


def best(scores: Scores, count: int) -> Rows:
    """Return the rows of the `count` highest positive scores, best first, ties by row."""
    count = min(count, len(scores))
    if count == 0:
        return np.empty(0, dtype=np.intp)
    rows = np.argpartition(-scores, count - 1)[:count]
    rows = rows[scores[rows] > 0]
    return rows[np.lexsort((rows, -scores[rows]))]


def fuse(rankings: Sequence[Rows], constant: int = 60) -> dict[int, float]:
    """Return rows with their fused score, best first.

    Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): each ranking gives a row
    1 / (constant + rank). It needs no common scale, and 60 is their constant.
    """
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking.tolist(), start=1):
            fused[row] = fused.get(row, 0.0) + 1.0 / (constant + rank)
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def diversify(relevance: Scores, vectors: Vectors, count: int, trade_off: float) -> list[int]:
    """Return positions of `count` items that are relevant and unlike each other.

    Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): `trade_off` 1.0 looks at
    relevance only, 0.0 at variety only. `vectors` has shape (len(relevance), dimension).
    """
    if len(relevance) == 0:
        return []
    # A re-ranker may score below zero.
    scaled = (relevance - relevance.min()) / max(float(np.ptp(relevance)), 1e-9)
    likeness = vectors @ vectors.T
    chosen = [int(scaled.argmax())]
    nearest = likeness[chosen[0]].copy()
    while len(chosen) < min(count, len(relevance)):
        worth = trade_off * scaled - (1 - trade_off) * nearest
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
        nearest = np.maximum(nearest, likeness[chosen[-1]])
    return chosen
