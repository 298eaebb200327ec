"""Prediction intervals by conformal prediction: one half-width for a promised coverage.

The half-width is a quantile of the absolute out-of-fold errors, so that about 90 of 100 new rows
of the same kind lie inside. Source: Barber, Candès, Ramdas and Tibshirani, Predictive Inference
with the Jackknife+, Annals of Statistics 49 (2021). The model is fitted again on all training rows
afterwards, so the coverage is approximate: the report measures it on the test set. Only NumPy,
since the server applies it too.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from ..ports import Output, Target

COVERAGE = 0.9


@dataclass(frozen=True)
class Calibration:
    """The fitted half-width of the interval, in the target's unit."""

    parameter: float = 0.0

    @classmethod
    def fit(cls, output: Output, target: Target) -> Self:
        """The conformal quantile of the errors on rows that the model was not fitted on."""
        errors = np.sort(np.abs(target - output))
        rank = int(np.ceil((len(errors) + 1) * COVERAGE))
        return cls(float(errors[min(rank, len(errors)) - 1]))

    def apply(self, output: Output) -> Output:
        """The values stay as they are; the interval is added around them."""
        return output

    def figures(self, target: Target, output: Output) -> dict[str, float]:
        """What the report adds: the share of rows inside the interval, and its width."""
        inside = np.abs(target - output) <= self.parameter
        return {"coverage": float(inside.mean()), "interval_width": 2 * self.parameter}
