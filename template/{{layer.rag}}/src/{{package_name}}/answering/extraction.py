"""Answers without a language model: the sentences of the documents that say most of what was asked.

The unit is a window of one to three whole sentences of one paragraph, because a sentence torn out
of its neighbours is hard to read. The first window is the best one; another is added only where it
says something of the question that is not said yet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..ports import Chunk, Hit
from ..words.analysis import stems
from ..words.sentences import sentences
from .support import Term, covered

_WINDOW = 3
_MOST_WORDS = 75
_FEWEST_WORDS = 4
_QUOTES = 3
# What a further quote must add, as a share of the question, to be worth reading.
_WORTH_ADDING = 0.2
# How much a place further down the ranking costs, and each sentence more than one.
_RANK_COST = 0.05
_LENGTH_COST = 0.03
# A section that is about the question answers it best with its first sentences.
_OPENING_GAIN = 0.08
_HEADING_SHARE = 0.5
# A quote that starts with one of these leans on what stands before it, or on what was once so.
_LEANING_COST = 0.1
_LEANING = re.compile(
    r"(this|these|those|that|it|its|they|their|he|she|such|otherwise|however|therefore|thus|also|but"
    r"|and|or|so|then|instead|similarly|note|in this|(changed|new|added|deprecated) (in|since))\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(\s{2,}|>>>|\.\.\. |\$ |\||\+[-=])|::=|\t", re.MULTILINE)
_QUOTES_AND_BRACKETS = "\"'()[]\u2018\u2019\u201c\u201d"
_STARTS = re.compile(r"[A-Z0-9_]|[a-z]+[._(][a-z_]")


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of one chunk, and the share of the question that they say."""

    chunk: Chunk
    text: str
    coverage: float


@dataclass(frozen=True, slots=True)
class _Window:
    chunk: Chunk
    text: str
    stems: frozenset[str]
    worth: float


def extract(terms: Sequence[Term], hits: Sequence[Hit]) -> list[Quote]:
    """Return at most three quotes, best first; none where the hits hold no prose."""
    windows = [window for rank, hit in enumerate(hits) for window in _windows(terms, hit, rank)]
    quotes: list[_Window] = []
    said: frozenset[str] = frozenset()
    while windows and len(quotes) < _QUOTES:
        left = [term for term in terms if term.stem not in said]
        best = max(windows, key=lambda window: _worth(window, terms, left))
        if quotes and covered(terms, best.stems - said) < _WORTH_ADDING:
            break
        quotes.append(best)
        said |= best.stems
        windows = [window for window in windows if window.chunk.id != best.chunk.id]
    return [Quote(quote.chunk, quote.text, covered(terms, quote.stems)) for quote in quotes]


def _worth(window: _Window, terms: Sequence[Term], left: Sequence[Term]) -> float:
    new = covered(terms, window.stems & frozenset(term.stem for term in left))
    return window.worth + new


def _windows(terms: Sequence[Term], hit: Hit, rank: int) -> Iterator[_Window]:
    chunk = hit.chunk
    heading = _HEADING_SHARE * covered(terms, frozenset(stems(f"{chunk.title} {chunk.section}")))
    for place, paragraph in enumerate(prose(chunk.text)):
        for start in range(len(paragraph)):
            for end in range(start + 1, min(start + _WINDOW, len(paragraph)) + 1):
                text = " ".join(paragraph[start:end])
                if end - start > 1 and len(text.split()) > _MOST_WORDS:
                    break
                worth = heading - _RANK_COST * rank - _LENGTH_COST * (end - start - 1)
                worth -= _LEANING_COST if _LEANING.match(text) else 0.0
                worth += _OPENING_GAIN if place == 0 and start == 0 else 0.0
                yield _Window(chunk, text, frozenset(stems(text)), worth)


def prose(text: str) -> list[list[str]]:
    """Return the paragraphs of a passage as runs of whole sentences, without code and tables."""
    runs: list[list[str]] = []
    for paragraph in text.split("\n\n"):
        if _CODE.search(paragraph):
            continue
        run: list[str] = []
        for sentence in sentences(" ".join(paragraph.split())):
            if _is_whole(sentence):
                run.append(sentence)
            elif run:
                runs.append(run)
                run = []
        if run:
            runs.append(run)
    return runs


def _is_whole(sentence: str) -> bool:
    long_enough = len(sentence.split()) >= _FEWEST_WORDS
    bare = sentence.strip(_QUOTES_AND_BRACKETS)
    return long_enough and bare.endswith((".", "!", "?")) and bool(_STARTS.match(bare))
