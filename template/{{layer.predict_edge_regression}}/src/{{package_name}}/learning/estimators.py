"""The estimators that predict numbers for a small device; parameters are scikit-learn's."""

from typing import Any

from sklearn.ensemble import GradientBoostingRegressor

from .preprocessing import filled, scaled
from .scaled_network import ScaledNetwork


def boosting(**parameters: Any) -> Any:
    """Boosted trees on filled columns."""
    return filled(GradientBoostingRegressor(**parameters))


def network(**parameters: Any) -> Any:
    """A network on filled and standardised columns."""
    return scaled(ScaledNetwork(**parameters))
