"""Words of a question that no document knows, replaced by the likeliest one that they do."""

from collections.abc import Mapping
from re import Match

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .analysis import WORD

_SHORTEST = 4
_TWO_SLIPS_FROM = 6


class Speller:
    """Corrects against the documents' own words, the more frequent first among equals."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._known = [word for word in counts if len(word) >= _SHORTEST and word.isalpha()]

    def correct(self, text: str) -> str:
        """Replace unknown words that are one or two slips away from a known word.

        A slip is a letter too many, too few, wrong, or swapped with its neighbour.
        """
        return WORD.sub(self._replace, text)

    def _replace(self, match: Match[str]) -> str:
        word = match[0].lower()
        if word in self._counts or len(word) < _SHORTEST or not word.isalpha():
            return match[0]
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        near = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=slips, limit=8)
        if not near:
            return match[0]
        best, _, _ = min(near, key=lambda found: (found[1], -self._counts[found[0]], found[0]))
        return str(best)
