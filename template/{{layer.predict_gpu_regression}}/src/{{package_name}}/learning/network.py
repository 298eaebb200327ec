"""A small network in PyTorch for numbers. It follows scikit-learn's conventions."""

from typing import Self

import numpy as np
import torch
from torch import nn

from ..ports import Matrix, Output, Target
from .perceptron import Perceptron


class Network(Perceptron):
    """A perceptron with one output, fitted on the standardised target."""

    def fit(self, features: Matrix, target: Target) -> Self:
        """Fit on matrices of shape (rows, columns) and (rows,)."""
        self.centre, self.spread = float(np.mean(target)), float(np.std(target)) or 1.0
        known = torch.as_tensor((target - self.centre) / self.spread, dtype=torch.float32)
        self.train(features, known[:, None], 1, nn.MSELoss())
        return self

    def predict(self, features: Matrix) -> Output:
        """Values in the target's unit, shape (rows,)."""
        found = self.outputs(features)[:, 0]
        return np.asarray(found.numpy(), dtype=np.float64) * self.spread + self.centre
