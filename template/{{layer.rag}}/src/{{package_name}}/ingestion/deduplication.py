"""Passages that say the same are kept once.

Exact copies are found by hash; near copies by MinHash (Broder 1997) with locality-sensitive
hashing, and then confirmed by counting, so no passage is dropped on an estimate.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from ..ports import Chunk

NEAR = 0.85
_PERMUTATIONS = 64
# Bands and rows that suit NEAR best; datasketch would work them out again for every ingest.
_BANDS = (4, 15)
# Short passages differ by a word that matters: only exact copies of them are dropped.
_MIN_WORDS_FOR_NEAR = 15


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A passage that was dropped, the one that stays, and how alike they are (1.0: the same)."""

    dropped: Chunk
    kept: Chunk
    kind: Literal["exact", "near"]
    likeness: float


def deduplicate(chunks: Sequence[Chunk]) -> tuple[list[Chunk], list[Duplicate]]:
    """Return what is kept, in the given order, and what is dropped.

    Of two copies the one in the shorter document stays: it is the more specific source. The
    result depends on the set of chunks only, not on their order.
    """
    sizes = Counter(chunk.document for chunk in chunks)
    ranked = sorted(chunks, key=lambda chunk: (sizes[chunk.document], chunk.document, chunk.id))
    exact: dict[bytes, Chunk] = {}
    near = _NearCopies()
    dropped: dict[str, Duplicate] = {}
    for chunk in ranked:
        words = re.findall(r"\w+|[^\w\s]", chunk.text.casefold())
        normal = " ".join(words).encode()
        same = exact.setdefault(normal, chunk)
        if same is not chunk:
            dropped[chunk.id] = Duplicate(chunk, same, "exact", 1.0)
        elif found := near.find_or_add(chunk, normal.split(b" ")):
            dropped[chunk.id] = found
    return [chunk for chunk in chunks if chunk.id not in dropped], list(dropped.values())


class _NearCopies:
    def __init__(self) -> None:
        self._lsh = MinHashLSH(num_perm=_PERMUTATIONS, params=_BANDS)
        self._empty = MinHash(num_perm=_PERMUTATIONS, hashfunc=crc32)
        self._kept: dict[str, tuple[Chunk, frozenset[bytes]]] = {}

    def find_or_add(self, chunk: Chunk, words: Sequence[bytes]) -> Duplicate | None:
        if len(words) < _MIN_WORDS_FOR_NEAR:
            return None
        # Runs of three words.
        shingles = frozenset(map(b" ".join, zip(words, words[1:], words[2:], strict=False)))
        sketch = self._empty.copy()
        sketch.update_batch(shingles)
        for key in sorted(self._lsh.query(sketch)):
            kept, other = self._kept[key]
            likeness = len(shingles & other) / len(shingles | other)
            if likeness >= NEAR:
                return Duplicate(chunk, kept, "near", likeness)
        self._lsh.insert(chunk.id, sketch)
        self._kept[chunk.id] = (chunk, shingles)
        return None
