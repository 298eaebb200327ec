"""From documents to a searchable store, which afterwards mirrors its source.

Everything is read, cleaned, split and compared first; then one transaction embeds what is new,
removes what is gone, and leaves the rest alone. A document that cannot be read this time keeps
what was stored of it before.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from rich.progress import Progress

from ..ports import Chunk, Embedder
from ..retrieval.fitted import Arrays, FittedEmbedder
from ..retrieval.index import open_index
from ..retrieval.snapshot import Snapshot
from ..retrieval.store import Change, Store
from .chunking import ChunkSettings, searchable, split
from .deduplication import Duplicate, deduplicate
from .documents import Raw, Unreadable
from .formats import parse

_BATCH = 1024


class IngestSettings(BaseSettings):
    """`refit_share`: so much of the corpus may change before the embedder is fitted again."""

    model_config = SettingsConfigDict(env_prefix="INGEST_", env_file=".env", extra="ignore")

    fitted_dimension: int = Field(default=192, ge=2, le=1024)
    refit_share: float = Field(default=0.2, ge=0.0, le=1.0)


class NothingToIngest(ValueError):
    """No document of the source can be used; the store stays as it was."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. The counts are of chunks where nothing else is said."""

    source: str
    documents: int
    words: int
    chunks: int
    added: int
    removed: int
    embedded: int
    embedder: str
    duplicates: Sequence[Duplicate]
    problems: Sequence[Unreadable]

    @property
    def re_embedded(self) -> int:
        """Chunks that were known, but whose vectors had to be made again."""
        return self.embedded - self.added


def ingest(
    source: str,
    documents: Iterable[Raw | Unreadable],
    store: Store,
    encoder: Embedder | None = None,
    *,
    chunking: ChunkSettings | None = None,
    settings: IngestSettings | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Make the store hold exactly these documents, and report.

    `source` is what reports call them. Without an `encoder` the embedder is fitted on the
    documents. Raises NothingToIngest, EmbeddingFailed or StoreUnusable; the store is then as it
    was before.
    """
    settings = settings or IngestSettings()
    progress = progress or Progress(disable=True)
    found, problems = _read(documents, chunking or ChunkSettings(), progress)
    with store.change() as change:
        for name in {problem.name for problem in problems}:
            found += change.before.of_document(name)
        chunks, duplicates = deduplicate(found)
        if not chunks:
            reasons = "; ".join(map(str, problems[:3])) or "it is empty"
            raise NothingToIngest(f"nothing in {source} can be used: {reasons}")
        known = set(change.before.ids())
        new = [chunk for chunk in chunks if chunk.id not in known]
        gone = known - {chunk.id for chunk in chunks}
        embedder, arrays, facts = _embedder(
            encoder, change.before, chunks, len(new) + len(gone), settings
        )
        todo = new if embedder.name == change.before.embedder else chunks
        change.remove(sorted(gone))
        change.set_documents(chunks)
        _embed(change, todo, chunks, embedder, progress)
        change.set_embedder(embedder.name, arrays, facts)
    open_index(store.snapshot(), store.path)
    return IngestReport(
        source=source,
        documents=len({chunk.document for chunk in chunks}),
        words=sum(len(chunk.text.split()) for chunk in chunks),
        chunks=len(chunks),
        added=len(new),
        removed=len(gone),
        embedded=len(todo),
        embedder=embedder.name,
        duplicates=duplicates,
        problems=problems,
    )


def _read(
    documents: Iterable[Raw | Unreadable], settings: ChunkSettings, progress: Progress
) -> tuple[list[Chunk], list[Unreadable]]:
    chunks: list[Chunk] = []
    problems: list[Unreadable] = []
    for raw in progress.track(documents, description="reading"):
        try:
            if isinstance(raw, Unreadable):
                raise raw
            chunks += split(parse(raw), settings)
        except Unreadable as problem:
            problems.append(problem)
    return chunks, problems


def _embedder(
    encoder: Embedder | None,
    before: Snapshot,
    chunks: Sequence[Chunk],
    changed: int,
    settings: IngestSettings,
) -> tuple[Embedder, Arrays, dict[str, str]]:
    """The embedder to use, what the store must keep of it, and facts on how well it fits."""
    if encoder:
        return encoder, {}, {}
    arrays = before.arrays()
    changed += int(before.meta.get("changed_since_fit", 0))
    fitted_on = int(before.meta.get("fitted_on", 0))
    if arrays and changed <= settings.refit_share * fitted_on:
        kept = FittedEmbedder(arrays)
        return kept, arrays, {"changed_since_fit": str(changed)}
    in_order = sorted(chunks, key=lambda chunk: chunk.id)
    fitted = FittedEmbedder.fit(list(map(searchable, in_order)), settings.fitted_dimension)
    return fitted, fitted.arrays, {"fitted_on": str(len(chunks)), "changed_since_fit": "0"}


def _embed(
    change: Change,
    todo: Sequence[Chunk],
    chunks: Sequence[Chunk],
    embedder: Embedder,
    progress: Progress,
) -> None:
    seen: Counter[str] = Counter()
    ordinals: dict[str, int] = {}
    for chunk in chunks:
        ordinals[chunk.id] = seen[chunk.document]
        seen[chunk.document] += 1
    bar = progress.add_task("embedding", total=len(todo))
    for start in range(0, len(todo), _BATCH):
        batch = todo[start : start + _BATCH]
        vectors = embedder.embed(list(map(searchable, batch)))
        change.put(batch, vectors, [ordinals[chunk.id] for chunk in batch])
        progress.advance(bar, len(batch))
    change.reorder(ordinals)
