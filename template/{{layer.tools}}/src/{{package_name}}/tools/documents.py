"""The bundled documents: the Python language reference inside every Python, searched by BM25.

`Library.of_folder` searches a folder of Markdown and text files instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pydoc_data.topics import topics

import bm25s
import Stemmer  # type: ignore[import-not-found]  # compiled, without type stubs

_WORDS = 120
_SUFFIXES = (".md", ".rst", ".txt")
_MAX_BYTES = 5_000_000
_HEADING = re.compile(r"^(.+)\n[*=\-~^]{3,}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """Some paragraphs of a document, under its name."""

    name: str
    text: str


class Library:
    """Passages with an index. `about` says in a few words what they are."""

    def __init__(self, documents: Iterable[tuple[str, str]], about: str) -> None:
        self.about = about
        self._passages = [
            Passage(name, text) for name, content in documents for text in _passages(content)
        ]
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        if self._passages:
            named = [f"{one.name} {one.text}" for one in self._passages]
            self._index.index(self._tokens(named), show_progress=False)

    @classmethod
    def of_folder(cls, folder: Path) -> "Library":
        """The documents of a folder; what is hidden, huge or not text is left out."""
        return cls(_files(folder), f"the documents in the folder {folder.name}")

    def search(self, query: str, k: int) -> list[Passage]:
        """Return at most `k` passages that hold a word of the query, best first."""
        if not self._passages:
            return []
        tokens = self._tokens([query])
        most = min(k, len(self._passages))
        rows, scores = self._index.retrieve(tokens, k=most, show_progress=False)
        pairs = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [self._passages[row] for row, score in pairs if score > 0]

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return found


@cache
def reference() -> Library:
    """The language reference, by topic: what `help("with")` prints. Indexed once in a process."""
    return Library(sorted(topics.items()), "the Python language reference, by topic")


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        # A link may lead out of the folder.
        if hidden or path.is_symlink() or path.suffix.lower() not in _SUFFIXES:
            continue
        if path.is_file() and path.stat().st_size <= _MAX_BYTES:
            yield inside.as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _passages(text: str) -> Iterator[str]:
    """Paragraphs, joined until they hold about 120 words."""
    held: list[str] = []
    for paragraph in re.split(r"\n\s*\n", _HEADING.sub(r"\1\n", text)):
        words = " ".join(paragraph.split())
        if not words:
            continue
        if held and len(" ".join([*held, words]).split()) > _WORDS:
            yield " ".join(held)
            held = []
        held.append(words)
    if held:
        yield " ".join(held)
