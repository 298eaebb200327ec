"""Text to the units that are counted: stems for keyword search, subwords for the fitted embedder.

Both drop English stop words. For another language change the two names below.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

import Stemmer  # type: ignore[import-not-found]  # compiled, without type stubs
from bm25s.stopwords import STOPWORDS_EN

STOP_WORDS = frozenset(STOPWORDS_EN)
_STEMMER = Stemmer.Stemmer("english")
WORD = re.compile(r"\w+")
_SUBWORD_LENGTHS = (3, 4)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without stop words."""
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what remains of a word without its endings (Porter's second stemmer)."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text."""
    return list(map(stem, words(text)))


def subwords(text: str) -> Iterable[str]:
    """Give the character 3- and 4-grams of each word, its ends marked.

    A misspelt word shares most of them with the right one.
    """
    return chain.from_iterable(map(word_subwords, words(text)))


@lru_cache(maxsize=100_000)
def word_subwords(word: str) -> tuple[str, ...]:
    """Return the subwords of one word."""
    marked = f"<{word}>"
    return tuple(
        marked[start : start + length]
        for length in _SUBWORD_LENGTHS
        for start in range(len(marked) - length + 1)
    )
