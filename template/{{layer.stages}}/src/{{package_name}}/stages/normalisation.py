"""One form for what looks the same, so that the stages behind it cannot be passed by looks.

Full-width and styled letters become plain ones (Unicode's NFKC), characters that nobody sees go,
and letters of another script inside a Latin word become those they imitate. A word that is wholly
Cyrillic or Greek stays, for it may be Russian or Greek; so do powers and fractions.
"""

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

from .exchange import Exchange

# Cyrillic and Greek letters that pass for Latin ones (from Unicode's confusables, by eye).
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρι",  # noqa: RUF001
    "ABEKMHOPCTYXSIJaeopcyxsijdhABEZHIKMNOPTYXoavpi",
)
# 10² is not 102: figures above and below the line, and fractions, stay what they are.
_FIGURES = re.compile(r"([²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟]+)")
_WORD = re.compile(r"\w+")
_FOREIGN = re.compile(r"[\u0370-\u052F]")
_LATIN = re.compile(r"[A-Za-z]")
# They join Indic and Persian letters and the parts of an emoji, where they have a meaning.
_JOINERS = "\u200c\u200d"


class Normalisation:
    """Changes the question; finds what was hidden in it."""

    name = "normalisation"
    closed = False

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its question in one form."""
        parts = _FIGURES.split(exchange.question)
        parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
        plain = "".join(parts)
        seen = _without_invisible(plain)
        text = _WORD.sub(_unmasked, seen)
        if seen != plain:
            exchange = exchange.found(self.name, "invisible")
        if text != seen:
            exchange = exchange.found(self.name, "look-alike")
        return replace(exchange, question=text.strip())


def _without_invisible(text: str) -> str:
    """Format and control characters go: zero-width ones, marks of direction, tags."""
    kept = []
    for before, character in pairwise(f" {text}"):
        category = unicodedata.category(character)
        joins = character in _JOINERS and ord(before) > 0x2FF
        if joins or character in "\n\t" or category not in ("Cf", "Cc", "Co", "Cn"):
            kept.append(character)
    return "".join(kept)


def _unmasked(match: re.Match[str]) -> str:
    word = match[0]
    if _FOREIGN.search(word) and _LATIN.search(word):
        return word.translate(_LOOK_ALIKES)
    return word
