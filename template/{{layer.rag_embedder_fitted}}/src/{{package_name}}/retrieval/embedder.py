"""The embedder of this project: fitted on the documents themselves (`fitted.py`)."""

from ..ports import Embedder, Reranker


def build_embedder() -> Embedder | None:
    """Return None: the store fits and keeps its own embedder, nothing is downloaded."""
    return None


def build_reranker() -> Reranker | None:
    """Return None: the fused ranking stands; a cross-encoder is too slow for this hardware."""
    return None
