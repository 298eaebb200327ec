"""The composition root: the only place that says what stands behind each port."""

import httpx
from rich.progress import Progress

from . import sample
from .embedder import build_embedder, build_reranker
from .fitted import PREFIX, FittedEmbedder
from .ingest import IngestReport, ingest
from .ports import Embedder
from .retrieval import HybridRetriever
from .settings import Settings
from .snapshot import Snapshot
from .sources import read
from .store import Store, StoreUnusable


def build_store(settings: Settings) -> Store:
    """Open the store, new or as the last ingest left it. Raises StoreUnusable."""
    return Store(settings.store.path)


def build_retriever(settings: Settings, store: Store) -> HybridRetriever:
    """Return the search over a store, with the embedder that made its vectors.

    Raises StoreUnusable where that is not the configured one.
    """
    encoder = build_embedder()

    def choose(snapshot: Snapshot) -> Embedder:
        if snapshot.embedder.startswith(PREFIX):
            return FittedEmbedder(snapshot.arrays())
        if encoder is None or encoder.name != snapshot.embedder:
            present = encoder.name if encoder else "none that can be used"
            raise StoreUnusable(
                f"the index was embedded by {snapshot.embedder}, and the embedder is now "
                f"{present}: configure it, or ingest again"
            )
        return encoder

    return HybridRetriever(store, choose, settings.retrieval, build_reranker())


def run_ingest(
    settings: Settings, store: Store, source: str | None, progress: Progress | None = None
) -> IngestReport:
    """Ingest a folder, a file, a list of addresses or an address; None is the sample corpus.

    Raises NoSource, NothingToIngest, EmbeddingFailed or StoreUnusable.
    """
    with httpx.Client(timeout=settings.source.fetch_timeout_seconds) as client:
        return ingest(
            source or sample.SOURCE,
            read(source, settings.source, client) if source else sample.documents(),
            store,
            build_embedder(),
            chunking=settings.chunk,
            settings=settings.ingest,
            progress=progress,
        )
