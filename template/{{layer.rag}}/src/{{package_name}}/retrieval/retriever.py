"""Search: keywords and vectors side by side, fused, re-ranked, and varied.

An unknown word of the query is corrected first. A query that cannot be embedded is still searched
by keywords.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from threading import Lock, Thread

import numpy as np
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..ports import Embedder, EmbeddingFailed, Hit, Reranker
from .index import Index, open_index
from .ranking import Rows, best, diversify, fuse
from .snapshot import Snapshot
from .store import Store

log = logging.getLogger(__name__)


class RetrievalSettings(BaseSettings):
    """How many candidates each ranking gives, and how much variety is wanted."""

    model_config = SettingsConfigDict(env_prefix="RETRIEVAL_", env_file=".env", extra="ignore")

    candidates: int = Field(default=100, ge=1)
    reranked: int = Field(default=30, ge=1)
    relevance_over_variety: float = Field(default=0.8, ge=0.0, le=1.0)


class HybridRetriever:
    """Searches the latest generation of a store.

    `choose` gives the embedder that made a snapshot's vectors. After an ingest, by this process
    or another, the first search starts loading the new generation beside the old one; searches
    change over at once when it is complete.
    """

    def __init__(
        self,
        store: Store,
        choose: Callable[[Snapshot], Embedder],
        settings: RetrievalSettings,
        reranker: Reranker | None = None,
    ) -> None:
        self._store = store
        self._choose = choose
        self._settings = settings
        self._reranker = reranker
        self._loading = Lock()
        self._current = self._load()

    @property
    def snapshot(self) -> Snapshot:
        """The view of the store that is being searched."""
        return self._current[0].snapshot

    @property
    def index(self) -> Index:
        """What is being searched: passages, words, keyword index."""
        return self._current[0]

    def refresh(self) -> None:
        """Search the latest generation from now on."""
        with self._loading:
            if self._store.generation() != self.snapshot.generation:
                self._current = self._load()

    def search(self, query: str, k: int, where: Mapping[str, str] | None = None) -> list[Hit]:
        """Return at most `k` hits, best first; see `ports.Retriever`."""
        if self._store.generation() != self.snapshot.generation and not self._loading.locked():
            Thread(target=self.refresh, daemon=True).start()
        index, embedder = self._current
        if not index.ids or k < 1:
            return []
        rankings = self._rankings(index, embedder, index.speller.correct(query), where or {})
        scores = dict(list(fuse(rankings).items())[: max(self._settings.reranked, k)])
        if self._reranker:
            hits = self._reranker.rerank(query, _hits(index, scores))
            scores = {index.rows[hit.chunk.id]: hit.score for hit in hits}
        rows = list(scores)
        relevance = np.array(list(scores.values()), dtype=np.float32)
        trade_off = self._settings.relevance_over_variety
        chosen = diversify(relevance, index.vectors[rows], k, trade_off)
        return _hits(index, {rows[position]: scores[rows[position]] for position in chosen})

    def vector(self, question: str) -> tuple[str, list[float]]:
        """The name of the embedder and the vector of a question, empty where there is none."""
        _, embedder = self._current
        try:
            return (embedder.name, embedder.embed([question])[0].tolist()) if embedder else ("", [])
        except EmbeddingFailed:
            return "", []

    def _rankings(
        self, index: Index, embedder: Embedder | None, query: str, where: Mapping[str, str]
    ) -> Sequence[Rows]:
        scores = [index.keyword_scores(query)]
        try:
            if embedder:
                scores.append(index.vectors @ embedder.embed([query])[0])
        except EmbeddingFailed as error:
            log.warning("searching by keywords only: %s", error)
        if where:
            allowed = np.zeros(len(index.ids), dtype=np.float32)
            allowed[[index.rows[key] for key in index.snapshot.matching(where)]] = 1.0
            scores = [score * allowed for score in scores]
        return [best(score, self._settings.candidates) for score in scores]

    def _load(self) -> tuple[Index, Embedder | None]:
        snapshot = self._store.snapshot()
        index = open_index(snapshot, self._store.path)
        return index, self._choose(snapshot) if index.ids else None


def _hits(index: Index, scores: Mapping[int, float]) -> list[Hit]:
    chunks = index.snapshot.named([index.ids[row] for row in scores])
    return [Hit(chunk, score) for chunk, score in zip(chunks, scores.values(), strict=True)]
