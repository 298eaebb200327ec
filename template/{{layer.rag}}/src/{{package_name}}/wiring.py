"""The composition root: the only place that says what stands behind each port.

The adapters of models are imported where they are asked for: importing the library of a provider
takes a second, and off-line nothing asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from prometheus_client import CollectorRegistry
from rich.progress import Progress

from .answering.answers import Answering, Screen
from .answering.assistant import Answerer
from .answering.prompting import answer_prompt
from .answering.support import LatestVocabulary
from .ingestion import sample
from .ingestion.documents import Raw, Unreadable
from .ingestion.ingest import IngestReport, ingest
from .ingestion.library import Library
from .ingestion.sources import read
from .ports import Embedder, LanguageModel, Reranker
from .retrieval.fitted import PREFIX, FittedEmbedder
from .retrieval.retriever import HybridRetriever
from .retrieval.snapshot import Snapshot
from .retrieval.store import Store, StoreUnusable
from .settings import Settings, StoreSettings


def build_store(settings: Settings) -> Store:
    """Open the store, new or as the last ingest left it. Raises StoreUnusable."""
    return Store(settings.store.path)


def build_retriever(settings: Settings, store: Store, *, offline: bool = False) -> HybridRetriever:
    """Return the search over a store, with the embedder that made its vectors.

    `offline` leaves out the models of `models.toml`. Raises StoreUnusable where the embedder that
    made the vectors is not the configured one.
    """
    encoder, reranker = (None, None) if offline else (_embedder(), _reranker())

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

    return HybridRetriever(store, choose, settings.retrieval, reranker)


def run_ingest(
    settings: Settings,
    store: Store,
    source: str | None,
    progress: Progress | None = None,
    *,
    offline: bool = False,
) -> IngestReport:
    """Ingest a folder, a file, a list of addresses or an address; None is the sample corpus.

    `offline` fits the embedder on the documents, whatever `models.toml` names.

    Raises NoSource, NothingToIngest, EmbeddingFailed or StoreUnusable.
    """
    return ingest(
        source or sample.SOURCE,
        read(source, settings.source) if source else sample.documents(),
        store,
        None if offline else _embedder(),
        chunking=settings.chunk,
        settings=settings.ingest,
        progress=progress,
    )


@dataclass(frozen=True)
class Assistant:
    """A store with its words, its search and its answers."""

    store: Store
    vocabulary: LatestVocabulary
    retriever: HybridRetriever
    answerer: Answering


class NothingIngested(RuntimeError):
    """The store is empty; the message says what to do."""


def open_assistant(
    settings: Settings,
    *,
    offline: bool = False,
    quote: bool = False,
    writer: LanguageModel | None = None,
    screen: Screen = lambda answering: answering,
    registry: CollectorRegistry | None = None,
) -> Assistant:
    """Open what the settings name.

    `quote` leaves out the language model, `offline` every model but the fitted embedder. A `writer`
    takes the place of the configured language model. `screen` puts its checks around the answers,
    `registry` gets the metrics of the language model. Raises NothingIngested or StoreUnusable.
    """
    store = build_store(settings)
    if not store.generation():
        raise NothingIngested(f"{settings.store.path} holds no documents yet: run `make ingest`")
    retriever = build_retriever(settings, store, offline=offline)
    vocabulary = LatestVocabulary(lambda: retriever.index)
    model = writer or (None if offline or quote else _writer(registry, retriever.vector))
    answerer = Answerer(
        retriever,
        vocabulary,
        model,
        answer_prompt(settings.answer.prompt),
        settings.answer,
    )
    return Assistant(store, vocabulary, retriever, screen(answerer))


def ingested(settings: Settings, path: Path, documents: Iterator[Raw | Unreadable]) -> Settings:
    """Return the settings with a new store that holds the documents, embedded off-line."""
    own = replace(settings, store=settings.store.model_copy(update={"path": path}))
    chunking, about = own.chunk, own.ingest
    ingest("documents", documents, build_store(own), None, chunking=chunking, settings=about)
    return own


def build_library(settings: Settings, store: Store) -> Library:
    """Return what adds and removes single documents."""

    def run(documents: Iterator[Raw | Unreadable]) -> IngestReport:
        return ingest(
            "single documents",
            documents,
            store,
            _embedder(),
            chunking=settings.chunk,
            settings=settings.ingest,
        )

    return Library(store, settings.store.documents, settings.source, run)


def sample_settings() -> Settings:
    """Return the settings with a store of their own for the sample corpus."""
    return Settings(store=StoreSettings(path=Path("var/sample.sqlite")))


def _embedder() -> Embedder | None:
    from .retrieval.embedder import build_embedder

    return build_embedder()


def _reranker() -> Reranker | None:
    from .retrieval.embedder import build_reranker

    return build_reranker()


def _writer(
    registry: CollectorRegistry | None, embed: Callable[[str], tuple[str, list[float]]]
) -> LanguageModel | None:
    from .answering.writer import build_writer

    return build_writer(registry, embed)
