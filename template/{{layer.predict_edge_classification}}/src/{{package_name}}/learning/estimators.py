"""The estimators that predict classes for a small device; parameters are scikit-learn's."""

from typing import Any

from sklearn.ensemble import GradientBoostingClassifier
from sklearn.neural_network import MLPClassifier

from .preprocessing import scaled


def boosting(**parameters: Any) -> Any:
    """Boosted trees on filled and standardised columns."""
    return scaled(GradientBoostingClassifier(**parameters))


def network(**parameters: Any) -> Any:
    """A network on filled and standardised columns."""
    return scaled(MLPClassifier(**parameters))
