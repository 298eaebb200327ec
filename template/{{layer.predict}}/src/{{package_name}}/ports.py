"""What varies, as small protocols. Which adapter stands behind each is said in wiring.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import optuna

Matrix = NDArray[np.float64]
"""Shape (rows, encoded columns), NaN where a number is missing."""

Target = NDArray[Any]
"""Shape (rows,): class indices (integers) or numbers (floats)."""

Output = NDArray[np.float64]
"""What a model says: shape (rows, classes) of probabilities, or (rows,) of values."""


class Estimator(Protocol):
    """Anything that follows scikit-learn's conventions: dummy, linear, boosted trees, network."""

    def fit(self, features: Matrix, target: Target, /) -> Self: ...

    def predict(self, features: Matrix, /) -> NDArray[Any]: ...


@dataclass(frozen=True)
class Learner:
    """One kind of model: how it is built from parameters, and where tuning may look for them."""

    name: str
    build: Callable[[Mapping[str, Any]], Estimator]
    space: Callable[[optuna.Trial], dict[str, Any]] = field(default=lambda trial: {})


class Runner(Protocol):
    """Runs a fitted model on encoded rows, before calibration."""

    def __call__(self, features: Matrix, /) -> Output: ...


@dataclass(frozen=True)
class Version:
    """A registered model: its number, the folder with its files, and the figures it got."""

    number: int
    folder: Path
    model: str
    score: float
    champion: bool


class Registry(Protocol):
    """Keeps every trained model and says which one is the champion."""

    def register(
        self, folder: Path, *, parameters: Mapping[str, Any], metrics: Mapping[str, float]
    ) -> int: ...

    def record(
        self, name: str, *, parameters: Mapping[str, Any], metrics: Mapping[str, float]
    ) -> None: ...

    def champion(self) -> Version | None: ...

    def promote(self, number: int) -> None: ...

    def rollback(self) -> int: ...

    def versions(self) -> Sequence[Version]: ...
