"""The dummy that everything has to beat, and a linear model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

from ..ports import Learner
from .preprocessing import scaled

if TYPE_CHECKING:
    import optuna


def baselines(seed: int) -> list[Learner]:
    """Class frequencies, and logistic regression."""

    def dummy(parameters: Mapping[str, Any]) -> Any:
        return DummyClassifier(strategy="prior")

    def linear(parameters: Mapping[str, Any]) -> Any:
        return scaled(LogisticRegression(max_iter=2000, random_state=seed, **parameters))

    def linear_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {"C": trial.suggest_float("C", 1e-3, 1e2, log=True)}

    return [Learner("dummy", dummy), Learner("linear", linear, linear_space)]
