"""Words of a question that no document knows, replaced by the likeliest one that they do."""

from collections import defaultdict
from collections.abc import Mapping
from re import Match

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .analysis import STOP_WORDS, WORD, stem

_SHORTEST = 4
# With another letter in it, a short word is another word: port and part.
_WRONG_LETTER_FROM = 6
_TWO_SLIPS_FROM = 8


class Speller:
    """Corrects against the documents' own words, the more frequent first among equals."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._stems = set(map(stem, counts))
        # The first letter is rarely wrong, and demanding it keeps names from turning into words.
        self._known: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            if len(word) >= _SHORTEST and word.isalpha():
                self._known[word[0]].append(word)

    def correct(self, text: str) -> str:
        """Replace unknown words that are one slip, long ones two, away from a known word.

        A slip is a letter too many, too few, swapped with its neighbour, or, unless the word is
        short, wrong. Another form of a known word is known.
        """
        return WORD.sub(self._replace, text)

    def _replace(self, match: Match[str]) -> str:
        word = match[0].lower()
        known = stem(word) in self._stems or word in STOP_WORDS
        if known or len(word) < _SHORTEST or not word.isalpha():
            return match[0]
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        choices = self._known.get(word[0], [])
        near = [
            (distance, -self._counts[found], found)
            for found, distance, _ in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=slips, limit=20
            )
            if len(word) >= _WRONG_LETTER_FROM or not _wrong_letter(word, found)
        ]
        return min(near)[2] if near else match[0]


def _wrong_letter(word: str, other: str) -> bool:
    return len(word) == len(other) and sorted(word) != sorted(other)
