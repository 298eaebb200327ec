"""What the thresholds stand above: keyword search alone, and an answer that is never refused."""

from collections.abc import Mapping

from ..ports import Hit
from ..retrieval.index import Index
from ..retrieval.ranking import best


class KeywordsOnly:
    """BM25 as it is: no vectors, no corrected spelling, no variety."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: str, k: int, where: Mapping[str, str] | None = None) -> list[Hit]:
        """Return at most `k` hits, best first. Filters are not part of the baseline."""
        scores = self._index.keyword_scores(query)
        rows = best(scores, k).tolist()
        chunks = self._index.snapshot.named([self._index.ids[row] for row in rows])
        return [Hit(chunk, float(scores[row])) for row, chunk in zip(rows, chunks, strict=True)]
