"""What search needs in memory: a matrix of vectors, the BM25 index, and the words in use.

All of it is derived from a snapshot of the store, and kept beside the store in a folder named
after the content. The folder is written under another name and then renamed, so it is whole or
not there; one that is damaged all the same fails its check sums and is made again.
"""

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from zlib import crc32

import bm25s
import numpy as np

from ..ingestion.chunking import searchable
from ..ports import Chunk, Vectors
from ..words.analysis import WORD, stems
from ..words.spelling import Speller
from .ranking import Scores
from .snapshot import Snapshot

# A change to what is derived, or how, needs a new number here.
FORMAT = 1
_CHECKSUMS = "checksums.json"
_VECTORS = "vectors.npy"
_WORDS = "words.json"
_KEYWORDS = "keywords"


@dataclass(frozen=True)
class Index:
    """One generation in memory. Row `i` of everything belongs to `ids[i]`."""

    snapshot: Snapshot
    ids: list[str]
    vectors: Vectors
    keywords: bm25s.BM25
    word_counts: Mapping[str, int]
    speller: Speller = field(init=False)
    rows: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speller", Speller(self.word_counts))
        object.__setattr__(self, "rows", {key: row for row, key in enumerate(self.ids)})

    def keyword_scores(self, query: str) -> Scores:
        """Return the BM25 score (Robertson and Zaragoza 2009) of every chunk."""
        known = [stem for stem in stems(query) if stem in self.keywords.vocab_dict]
        if not known:
            return np.zeros(len(self.ids), dtype=np.float32)
        return np.asarray(self.keywords.get_scores(known), dtype=np.float32)

    def chunk(self, row: int) -> Chunk:
        """Return the chunk of a row."""
        return self.snapshot.named([self.ids[row]])[0]


def open_index(snapshot: Snapshot, beside: Path) -> Index:
    """Load the index of a snapshot from the folder beside the store, or derive it.

    A folder that cannot be written costs time at the next start, nothing else.
    """
    shelf = beside.with_name(f"{beside.name}.index")
    folder = shelf / f"{snapshot.generation}-{FORMAT}"
    ids = snapshot.ids()
    try:
        return _load(snapshot, ids, folder)
    except (OSError, ValueError, KeyError, TypeError):
        index = _derive(snapshot, ids)
    if ids:
        _keep(index, shelf, folder)
    return index


def _derive(snapshot: Snapshot, ids: list[str]) -> Index:
    counts: Counter[str] = Counter()
    corpus: list[list[str]] = []
    for chunk in snapshot.chunks():
        text = searchable(chunk)
        counts.update(WORD.findall(text.lower()))
        corpus.append(stems(text))
    keywords = bm25s.BM25()
    # BM25 cannot be fitted on nothing; an empty index knows one word that nobody asks for.
    keywords.index(corpus or [[""]], show_progress=False)
    return Index(snapshot, ids, snapshot.vectors(), keywords, dict(counts))


def _load(snapshot: Snapshot, ids: list[str], folder: Path) -> Index:
    expected = json.loads((folder / _CHECKSUMS).read_text())
    if expected != _checksums(folder):
        raise ValueError("the index is damaged")
    vectors = np.load(folder / _VECTORS)
    if len(vectors) != len(ids):
        raise ValueError("the index belongs to another store")
    keywords = bm25s.BM25.load(folder / _KEYWORDS)
    return Index(snapshot, ids, vectors, keywords, json.loads((folder / _WORDS).read_text()))


def _keep(index: Index, shelf: Path, folder: Path) -> None:
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix="unfinished-", dir=shelf))
        np.save(unfinished / _VECTORS, index.vectors)
        index.keywords.save(unfinished / _KEYWORDS, show_progress=False)
        (unfinished / _WORDS).write_text(json.dumps(index.word_counts))
        (unfinished / _CHECKSUMS).write_text(json.dumps(_checksums(unfinished)))
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        for other in shelf.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        return


def _checksums(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): crc32(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _CHECKSUMS
    }
