"""Answers to requests that are alike: the same but for a question, and that in other words.

All else is the same to the letter, so in an application that shows the model passages an answer is
given again only where the very same passages were found. Still, one word may turn a question into
another that an embedder hardly tells apart. That is why nothing is alike unless a setting says so.
"""

import base64
import json
import math
from array import array
from collections.abc import Callable, Sequence
from operator import mul

from .store import Store

# The name of the embedder and the vector: those of different names must not be compared.
Embed = Callable[[str], tuple[str, Sequence[float]]]

# Questions that are kept for one request; a question is compared with each.
_MOST = 32


class AlikeRequests:
    """Knows requests by what is the same in them, and the vectors of their questions.

    `least` is the cosine from which two questions count as one.
    """

    def __init__(self, store: Store, embed: Embed, least: float) -> None:
        self._store, self._embed, self._least = store, embed, least

    def find(self, frame: str, question: str) -> str | None:
        """Return the key of the request whose question is nearest, if it is near enough."""
        known = self._known(frame)
        if not known:
            return None
        embedder, vector = self._unit(question)
        near = [(_cosine(vector, one), key) for name, one, key in known if name == embedder]
        cosine, key = max(near, default=(0.0, ""))
        return key if cosine >= self._least else None

    def note(self, frame: str, question: str, key: str) -> None:
        """Remember a request that was answered."""
        embedder, vector = self._unit(question)
        text = base64.b85encode(vector.tobytes()).decode()
        known = [(embedder, text, key), *self._known(frame)][:_MOST]
        self._store.put(f"alike:{frame}", json.dumps(known).encode())

    def _known(self, frame: str) -> list[tuple[str, str, str]]:
        kept = self._store.get(f"alike:{frame}")
        return [(name, vector, key) for name, vector, key in json.loads(kept)] if kept else []

    def _unit(self, question: str) -> tuple[str, "array[float]"]:
        """The vector of a question with length 1, or 0 where it has none."""
        embedder, vector = self._embed(question)
        length = math.hypot(*vector) or 1.0
        return embedder, array("f", [float(number) / length for number in vector])


def _cosine(vector: "array[float]", text: str) -> float:
    return math.fsum(map(mul, vector, array("f", base64.b85decode(text))))
