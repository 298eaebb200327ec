"""The second estimator: retrieval, what the most similar things were sold for."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from ..offers.offer import Item, words
from .history import Sale


class Neighbours:
    """Past sales, found by the words that they share with an offer."""

    name = "past prices"

    def __init__(self, sales: Sequence[Sale], count: int) -> None:
        self._sales = list(sales)
        self._words = TfidfVectorizer(analyzer=str.split)
        known = self._words.fit_transform([_text(sale) for sale in sales])
        self._search = NearestNeighbors(n_neighbors=min(count, len(sales)), metric="cosine")
        self._search.fit(known)

    def nearest(self, item: Item) -> list[tuple[Sale, float]]:
        """Return the most similar sales, nearest first, with their likeness (0 to 1)."""
        distances, rows = self._search.kneighbors(self._words.transform([_text(item)]))
        pairs = zip(rows[0], distances[0], strict=True)
        return [(self._sales[row], max(1.0 - float(distance), 0.0)) for row, distance in pairs]

    def price(self, item: Item) -> float:
        """Return the mean price of the nearest in logarithms, likeness counting twice over."""
        nearest = self.nearest(item)
        weights = np.array([likeness**2 for _, likeness in nearest]) + 1e-6
        logarithms = np.log([sale.euros for sale, _ in nearest])
        return float(np.exp(np.average(logarithms, weights=weights)))


def _text(item: Item) -> str:
    """The words of a thing, its facts, and its year with those beside it: near years are alike."""
    facts = [f"{name}={getattr(item, name)}" for name in ("category", "brand", "condition")]
    years = [f"year={item.year + beside}" for beside in (-1, 0, 1)] if item.year else []
    said = [word for word in words(item.title) if word != str(item.year)]
    return " ".join([*said, *(fact.replace(" ", "_") for fact in facts), *years])
