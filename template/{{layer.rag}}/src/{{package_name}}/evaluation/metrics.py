"""What is measured. Ranks count from 1; a source that was not found has the rank None.

A question's sources are its relevant items, each worth the same, and each counted at the first
passage that stands in one of its documents.
"""

import math
from collections.abc import Sequence

from ..ports import Hit
from .questions import Question

Ranks = Sequence[int | None]


def ranks(question: Question, hits: Sequence[Hit]) -> list[int | None]:
    """Return for each expected source the rank of its first passage."""
    documents = [hit.chunk.document for hit in hits]
    return [
        next((rank for rank, name in enumerate(documents, start=1) if name in source), None)
        for source in question.expected
    ]


def recall(found: Ranks, k: int) -> float:
    """Return the share of the sources among the first `k` passages, 0 to 1."""
    return sum(rank is not None and rank <= k for rank in found) / len(found)


def reciprocal_rank(found: Ranks) -> float:
    """Return 1 / rank of the first passage of any source, 0 where there is none."""
    return max((1 / rank for rank in found if rank is not None), default=0.0)


def ndcg(found: Ranks, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), 0 to 1.

    Two sources in one passage share its rank, which counts once for each.
    """
    gain = sum(1 / math.log2(rank + 1) for rank in found if rank is not None and rank <= k)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, len(found) + 1))
    return min(gain / ideal, 1.0)


def citation_precision(question: Question, cited: Sequence[str]) -> float:
    """Return the share of the cited documents that are among the expected ones, 0 to 1."""
    wanted = {name for source in question.expected for name in source}
    return sum(name in wanted for name in cited) / len(cited)


def balanced_refusals(refused: Sequence[bool], answerable: Sequence[bool]) -> float:
    """Return the mean of two shares: refused of the unanswerable, answered of the answerable.

    Always refusing and never refusing both score 0.5. Needs at least one question of each sort.
    """
    pairs = list(zip(refused, answerable, strict=True))
    refusals = [was_refused for was_refused, can in pairs if not can]
    answers = [not was_refused for was_refused, can in pairs if can]
    return (sum(refusals) / len(refusals) + sum(answers) / len(answers)) / 2


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of the values do not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)] if values else 0.0
