"""The estimators that predict classes on a CPU; parameters are scikit-learn's."""

from typing import Any

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.neural_network import MLPClassifier

from .preprocessing import scaled


def boosting(**parameters: Any) -> Any:
    """Boosted trees, which take gaps as they are."""
    return HistGradientBoostingClassifier(**parameters)


def network(**parameters: Any) -> Any:
    """A network on filled and standardised columns."""
    return scaled(MLPClassifier(**parameters))
