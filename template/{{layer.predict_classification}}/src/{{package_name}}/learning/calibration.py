"""Calibrated probabilities by temperature: one number, fitted on out-of-fold predictions.

Dividing the logarithms of the probabilities by a temperature keeps their order and makes an
overconfident model more modest. Source: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern
Neural Networks, ICML 2017. Applying it needs NumPy only, since the server does so too.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from ..ports import Output, Target

LOWEST, HIGHEST = 0.2, 10.0
SMALLEST = 1e-9


@dataclass(frozen=True)
class Calibration:
    """The fitted temperature; 1 changes nothing."""

    parameter: float = 1.0

    @classmethod
    def fit(cls, output: Output, target: Target) -> Self:
        """The temperature of least log loss on rows that the model was not fitted on."""
        from scipy.optimize import minimize_scalar

        rows = np.arange(len(target))

        def loss(logarithm: float) -> float:
            said = cls(math.exp(logarithm)).apply(output)[rows, target]
            return float(-np.log(said + SMALLEST).mean())

        bounds = math.log(LOWEST), math.log(HIGHEST)
        return cls(math.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))

    def apply(self, output: Output) -> Output:
        """Calibrated probabilities, shape (rows, classes), each row summing to one."""
        logits = np.log(np.clip(output, SMALLEST, 1)) / self.parameter
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    def figures(self, target: Target, output: Output) -> dict[str, float]:
        """What the report adds about the calibration itself."""
        return {"temperature": self.parameter}
