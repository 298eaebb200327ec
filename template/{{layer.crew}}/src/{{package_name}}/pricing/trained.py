"""The first estimator: a ridge regression of the logarithm of the price.

Prices multiply (a good brand adds a share, not an amount), so their logarithm adds up.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline

from ..offers.offer import Item, words
from .history import Sale

_STRENGTH = 1.0
# Sales that are off by more than this many times the median error are left out.
_IMPLAUSIBLE = 6.0


class TrainedModel:
    """Fitted on sales."""

    name = "trained model"

    def __init__(self, sales: Sequence[Sale]) -> None:
        years = [sale.year for sale in sales if sale.year]
        self._newest = max(years, default=0)
        self._middle = self._newest - int(np.median(years)) if years else 0
        self._pipeline: Pipeline = make_pipeline(DictVectorizer(), Ridge(alpha=_STRENGTH))
        features = np.array([self._features(sale) for sale in sales])
        logarithms = np.log([sale.euros for sale in sales])
        self._pipeline.fit(features, logarithms)
        # A slip of the pen, such as a price ten times too high, would bend everything towards it.
        off = np.abs(logarithms - self._pipeline.predict(features))
        plausible = off <= _IMPLAUSIBLE * np.median(off) + 1e-9
        self._pipeline.fit(features[plausible], logarithms[plausible])

    def price(self, item: Item) -> float:
        """Return a fair price in euros."""
        return float(np.exp(self._pipeline.predict([self._features(item)])[0]))

    def _features(self, item: Item) -> dict[str, float]:
        """What of a thing tells its price; the description, another's free text, does not."""
        age = self._newest - item.year if item.year else self._middle
        features = {f"word {word}": 1.0 for word in words(item.title) if word != str(item.year)}
        for name in ("category", "brand", "condition"):
            features[f"{name} {getattr(item, name) or 'unknown'}"] = 1.0
        # Some kinds of things lose their value faster than others.
        features |= {"age": age, f"age of {item.category}": age}
        return features if item.year else features | {"year unknown": 1.0}
