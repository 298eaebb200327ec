"""How much of an answer the passages say.

A sentence is supported when one passage holds most of its words and all of its numbers, and the
sentence there that is most like it does not say the opposite. That catches inventions, wrong
numbers and turned denials; who did what to whom it does not understand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..words.analysis import stems
from ..words.sentences import denies, sentences
from .exchange import PLACEHOLDER, Exchange

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# Marks such as [2] point to a passage and are no part of what is said.
_CITATION = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_REFUSAL = "The answer did not rest on what was found, so it was withheld."


class GroundingCheck:
    """Finds the share of an answer that is not supported, and refuses it where that is too much."""

    name = "grounding"
    closed = False

    def __init__(self, least: float, overlap: float) -> None:
        """`least` of the sentences must have at least `overlap` of their words supported."""
        self._least, self._overlap = least, overlap

    def withholds(self, exchange: Exchange) -> bool:
        """Only where so much must be supported."""
        return self._least > 0

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange; without passages there is nothing to hold the answer to."""
        if not exchange.passages:
            return exchange
        shown = [_Passage.of(text) for text in exchange.passages]
        verdicts = list(self._verdicts(exchange.answer, shown))
        missing = verdicts.count(False) / len(verdicts) if verdicts else 0.0
        if not missing:
            return exchange
        exchange = exchange.found(self.name, "unsupported", missing)
        return exchange.refused(_REFUSAL) if 1 - missing < self._least else exchange

    def _verdicts(self, answer: str, shown: Sequence["_Passage"]) -> Iterator[bool]:
        # A placeholder stands for what the user said, which no passage holds.
        text = PLACEHOLDER.sub("", _CITATION.sub("", answer))
        for sentence in sentences(" ".join(text.split())):
            said = frozenset(stems(sentence))
            if said:
                yield any(self._holds(sentence, said, passage) for passage in shown)

    def _holds(self, sentence: str, said: frozenset[str], passage: "_Passage") -> bool:
        if len(said & passage.stems) < self._overlap * len(said):
            return False
        if not set(_NUMBER.findall(sentence)) <= passage.numbers:
            return False
        likest = max(passage.sentences, key=lambda one: len(said & frozenset(stems(one))))
        return denies(sentence) == denies(likest)


@dataclass(frozen=True, slots=True)
class _Passage:
    sentences: Sequence[str]
    stems: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Passage":
        flat = " ".join(text.split())
        return cls(
            sentences(flat) or [flat], frozenset(stems(flat)), frozenset(_NUMBER.findall(flat))
        )
