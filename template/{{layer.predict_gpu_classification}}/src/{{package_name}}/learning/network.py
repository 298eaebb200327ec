"""A small network in PyTorch for classes. It follows scikit-learn's conventions."""

from typing import Self

import numpy as np
import torch
from torch import nn

from ..ports import Matrix, Output, Target
from .perceptron import Perceptron


class Network(Perceptron):
    """A perceptron with one output for each class."""

    def fit(self, features: Matrix, target: Target) -> Self:
        """Fit on matrices of shape (rows, columns) and (rows,)."""
        self.classes_ = np.unique(target)
        known = torch.as_tensor(target)
        self.train(features, known, len(self.classes_), nn.CrossEntropyLoss())
        return self

    def predict_proba(self, features: Matrix) -> Output:
        """Probabilities, shape (rows, classes)."""
        found = torch.softmax(self.outputs(features), dim=1)
        return np.asarray(found.numpy(), dtype=np.float64)

    def predict(self, features: Matrix) -> Target:
        """The likeliest class of each row, shape (rows,)."""
        return np.asarray(self.classes_[self.predict_proba(features).argmax(axis=1)])
