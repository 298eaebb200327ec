"""What the networks of both tasks share: layers, preparation of the columns, training.

Gaps are filled with the mean and features standardised, both measured on the training rows. It
stops early on a tenth of them. Trained on a GPU if there is one; fitted weights stay on the CPU,
where one row is answered faster than it would be copied to the GPU.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import Tensor, nn

from ..ports import Matrix
from .device import device

PATIENCE = 15
BATCH = 256


class Perceptron:
    """Two hidden layers, AdamW, early stopping."""

    def __init__(
        self,
        *,
        width: int = 32,
        dropout: float = 0.1,
        decay: float = 1e-2,
        epochs: int = 60,
        seed: int = 0,
    ) -> None:
        self.width, self.dropout, self.decay = width, dropout, decay
        self.epochs, self.seed = epochs, seed

    def train(self, features: Matrix, target: Tensor, outputs: int, loss: nn.Module) -> None:
        """Measure the columns, build layers with so many outputs and fit them."""
        present = np.ma.masked_invalid(features)
        self.mean = present.mean(axis=0).filled(0.0)
        self.scale = present.std(axis=0).filled(1.0)
        self.scale[self.scale == 0] = 1.0
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            self.layers = self.build(features.shape[1], outputs)
            self.minimise(loss, self.prepare(features), target)

    def outputs(self, features: Matrix) -> Tensor:
        """What the last layer says, shape (rows, outputs)."""
        with torch.inference_mode():
            found: Tensor = self.layers(self.prepare(features))
        return found

    def build(self, inputs: int, outputs: int) -> nn.Sequential:
        """The untrained layers."""
        return nn.Sequential(
            nn.Linear(inputs, self.width),
            nn.ReLU(),
            nn.Dropout(self.dropout),
            nn.Linear(self.width, self.width),
            nn.ReLU(),
            nn.Linear(self.width, outputs),
        )

    def prepare(self, features: Matrix) -> Tensor:
        """Standardised features without gaps: a missing value becomes the mean, which is 0."""
        values = np.nan_to_num((features - self.mean) / self.scale)
        return torch.as_tensor(values, dtype=torch.float32)

    def minimise(self, loss: nn.Module, features: Tensor, target: Tensor) -> None:
        """Minimise the loss, keep the weights of the best epoch on the rows held back."""
        where = torch.device(device())
        order = torch.randperm(len(features))
        held, used = order[: max(1, len(order) // 10)], order[max(1, len(order) // 10) :]
        features, target = features.to(where), target.to(where)
        layers = self.layers.to(where)
        optimiser = torch.optim.AdamW(layers.parameters(), lr=5e-3, weight_decay=self.decay)
        best, best_state, waited = float("inf"), copy.deepcopy(layers.state_dict()), 0
        for _ in range(self.epochs):
            layers.train()
            shuffled = used[torch.randperm(len(used))]
            for start in range(0, len(shuffled), BATCH):
                batch = shuffled[start : start + BATCH]
                optimiser.zero_grad()
                loss(layers(features[batch]), target[batch]).backward()
                optimiser.step()
            layers.eval()
            with torch.no_grad():
                now = float(loss(layers(features[held]), target[held]))
            waited = 0 if now < best else waited + 1
            if now < best:
                best, best_state = now, copy.deepcopy(layers.state_dict())
            if waited >= PATIENCE:
                break
        layers.load_state_dict(best_state)
        self.layers = layers.cpu().eval()
