"""Holds what a language model wrote to the passages that it cites.

A citation counts when its passage was among those shown and shares enough words with the sentence
it stands in. This catches invented numbers and sentences that come from elsewhere; it cannot catch
a sentence that uses a passage's words to say something false.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..ingestion.chunking import searchable
from ..ports import Hit
from ..words.analysis import stems
from ..words.sentences import sentences
from .answers import Citation

_MARK = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
# A sentence and its citations, which may stand before or after the full stop.
_BEFORE_STOP = re.compile(r"((?:\s*\[[\d,\s]+\])+)([.!?])")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text whose citations all hold; `removed` counts those that did not."""

    text: str
    citations: Sequence[Citation]
    removed: int
    unsupported: int


def check(text: str, hits: Sequence[Hit], least_overlap: float) -> Checked:
    """Return the text without citations that do not hold, those that do, and the counts.

    `least_overlap` is the share, 0 to 1, of a sentence's stems that a cited passage must hold.
    `unsupported` counts the sentences left without a citation.
    """
    shown = [frozenset(stems(searchable(hit.chunk))) for hit in hits]
    kept: dict[int, str] = {}
    removed = unsupported = 0
    written = []
    for sentence in _sentences(text):
        plain = _MARK.sub("", sentence).strip()
        numbers = list(dict.fromkeys(_numbers(sentence)))
        good = [n for n in numbers if _holds(plain, n, shown, least_overlap)]
        removed += len(numbers) - len(good)
        unsupported += not good
        for number in good:
            kept.setdefault(number, plain)
        written.append(plain + (" " + "".join(f"[{n}]" for n in good) if good else ""))
    citations = [Citation.of(n, hits[n - 1].chunk, kept[n]) for n in sorted(kept)]
    return Checked(" ".join(written), citations, removed, unsupported)


def borne_out(text: str) -> tuple[int, int]:
    """Return how many sentences of a checked text have a citation, and how many there are."""
    sentences = _sentences(text)
    return sum(bool(_numbers(sentence)) for sentence in sentences), len(sentences)


def _sentences(text: str) -> list[str]:
    """Sentences, each with the citations that belong to it."""
    behind = _BEFORE_STOP.sub(r"\2\1", text.strip())
    # Citations behind the full stop would hide the sentence's end.
    parts = re.split(r"(?<=[.!?])((?:\s*\[[\d,\s]+\])+)\s*", behind)
    found: list[str] = []
    for body, marks in zip(parts[::2], [*parts[1::2], ""], strict=True):
        pieces = [piece for piece in sentences(" ".join(body.split())) if piece.strip()]
        if pieces:
            pieces[-1] += marks
        found.extend(pieces)
    return found


def _numbers(sentence: str) -> list[int]:
    return [int(number) for mark in _MARK.findall(sentence) for number in mark.split(",")]


def _holds(
    sentence: str, number: int, shown: Sequence[frozenset[str]], least_overlap: float
) -> bool:
    if not 1 <= number <= len(shown):
        return False
    said = frozenset(stems(sentence))
    return bool(said) and len(said & shown[number - 1]) >= least_overlap * len(said)
