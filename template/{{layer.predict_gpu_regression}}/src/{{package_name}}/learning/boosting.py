"""Gradient-boosted trees: trained where the GPU is, served from the CPU."""

from typing import Any, Self

from xgboost import XGBRegressor

from ..ports import Matrix, Target


class Boosting(XGBRegressor):
    """XGBoost, which moves to the CPU once it is fitted.

    A request holds one row, and copying one row to a GPU takes longer than the trees do.
    """

    def fit(self, X: Matrix, y: Target, **options: Any) -> Self:
        """Fit on the device that the parameters name."""
        super().fit(X, y, **options)
        self.set_params(device="cpu", n_jobs=1)
        return self
