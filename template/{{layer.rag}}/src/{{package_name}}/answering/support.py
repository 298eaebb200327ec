"""What a question asks for, word by word, and how likely it is that passages answer it.

A logistic model of three numbers that do not depend on the embedder: how much of the question the
documents know at all (`known`), how much of it the best passage says (`covered`), and how long the
question is, since the words of a long one never stand all in one passage. Its weights are fitted on
the development questions with `make calibrate`, never on the test questions.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ..ingestion.chunking import searchable
from ..ports import Hit
from ..retrieval.index import Index
from ..words.analysis import WORD, stems, words
from ..words.spelling import Speller
from .settings import AnswerSettings

Features = tuple[float, float, float]
# Passages further down are rarely what the answer rests on.
_BEST = 3
# They shape a question and ask for nothing; the stop words of the search do not hold them.
_QUESTION_WORDS = frozenset(
    WORD.findall(
        """
        am been can could did do does doing done had has have he her him his how i me might my our
        she should tell us want was we were what when where which while who whom whose why would
        you your about after all any before between both from get go happen happens its just more
        most must only other out over please same so some than them there those too under up
        """
    )
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question.

    `weight` is higher the rarer the word is in the documents. `credit`, 0 to 1, is how sure it is
    that the documents know the word: 1 as written, less where it had to be corrected, 0 not at all.
    """

    stem: str
    weight: float
    credit: float


class Vocabulary:
    """The words of the documents, how often each occurs, and in how many passages at most."""

    def __init__(self, counts: Mapping[str, int], passages: int, speller: Speller) -> None:
        self._passages, self._speller = passages, speller
        self._counts: Counter[str] = Counter()
        for word, count in counts.items():
            for stem in stems(word):
                self._counts[stem] += count

    def terms(self, question: str) -> list[Term]:
        """Return the words of a question without stop words, each once."""
        found: dict[str, Term] = {}
        for word in words(question):
            spelt = word if self._knows(word) else self._speller.correct(word).lower()
            if _QUESTION_WORDS & {word, spelt}:
                continue
            credit = _likeness(word, spelt) if self._knows(spelt) else 0.0
            # What may be another word altogether is as rare as that one, as far as it is.
            weight = credit * self._rarity(spelt) + (1 - credit) * self._rarity(word)
            for stem in stems(spelt):
                found.setdefault(stem, Term(stem, weight, credit))
        return list(found.values())

    def _knows(self, word: str) -> bool:
        return any(stem in self._counts for stem in stems(word))

    def _rarity(self, word: str) -> float:
        """The inverse document frequency, with occurrences for documents; at least one."""
        count = max((self._counts[stem] for stem in stems(word)), default=0)
        return math.log(1 + self._passages / max(count, 1))


class LatestVocabulary:
    """Gives the vocabulary of the index that is searched; it is made anew when that changes."""

    def __init__(self, index: Callable[[], Index]) -> None:
        self._index = index
        self._made: tuple[Index, Vocabulary] | None = None

    def __call__(self) -> Vocabulary:
        index = self._index()
        if self._made is None or self._made[0] is not index:
            vocabulary = Vocabulary(index.word_counts, len(index.ids), index.speller)
            self._made = index, vocabulary
        return self._made[1]


def _likeness(word: str, corrected: str) -> float:
    """1 for the same word, and 0 from one slip in two letters on."""
    return max(0.0, 1 - (2 * OSA.distance(word, corrected) / len(word)) ** 2)


def known(terms: Sequence[Term]) -> float:
    """Return the share of a question, by weight, whose words the documents know at all."""
    return sum(term.weight * term.credit for term in terms) / _total(terms)


def covered(terms: Sequence[Term], text_stems: frozenset[str]) -> float:
    """Return the share of a question, by weight, that a text with these stems says."""
    said = sum(term.weight * term.credit for term in terms if term.stem in text_stems)
    return said / _total(terms)


def _total(terms: Sequence[Term]) -> float:
    return sum(term.weight for term in terms) or 1.0


def features(terms: Sequence[Term], hits: Sequence[Hit]) -> Features:
    """Return `known`, `covered` of the best of the first passages, and the logarithmic length."""
    said = [covered(terms, frozenset(stems(searchable(hit.chunk)))) for hit in hits[:_BEST]]
    return known(terms), max(said, default=0.0), math.log(1 + len(terms))


def probability(values: Features, settings: AnswerSettings) -> float:
    """Return the estimated probability, 0 to 1, that the passages answer the question."""
    known_share, covered_share, length = values
    score = (
        settings.support_bias
        + settings.support_known * known_share
        + settings.support_covered * covered_share
        + settings.support_length * length
    )
    return 1 / (1 + math.exp(-score))
