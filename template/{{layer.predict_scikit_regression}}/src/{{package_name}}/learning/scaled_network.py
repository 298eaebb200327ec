"""scikit-learn's network, fitted on a standardised target.

The scale goes into the weights of the last layer afterwards, so that the fitted object is an
ordinary `MLPRegressor` that gives values in the target's own unit.
"""

from typing import Any, Self

import numpy as np
from sklearn.neural_network import MLPRegressor

from ..ports import Matrix, Target


class ScaledNetwork(MLPRegressor):  # type: ignore[misc]  # scikit-learn has no types
    """An `MLPRegressor` whose loss does not depend on the target's unit."""

    def fit(self, X: Matrix, y: Target, sample_weight: Any = None) -> Self:
        """Fit on the standardised target, then undo the standardisation in the last layer."""
        mean, deviation = float(np.mean(y)), float(np.std(y)) or 1.0
        super().fit(X, (y - mean) / deviation, sample_weight)
        self.coefs_[-1] = self.coefs_[-1] * deviation
        self.intercepts_[-1] = self.intercepts_[-1] * deviation + mean
        return self
