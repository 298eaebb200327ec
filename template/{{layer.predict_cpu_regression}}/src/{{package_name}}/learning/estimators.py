"""The estimators that predict numbers on a CPU; parameters are scikit-learn's."""

from typing import Any

from sklearn.ensemble import HistGradientBoostingRegressor

from .preprocessing import scaled
from .scaled_network import ScaledNetwork


def boosting(**parameters: Any) -> Any:
    """Boosted trees, which take gaps as they are."""
    return HistGradientBoostingRegressor(**parameters)


def network(**parameters: Any) -> Any:
    """A network on filled and standardised columns."""
    return scaled(ScaledNetwork(**parameters))
