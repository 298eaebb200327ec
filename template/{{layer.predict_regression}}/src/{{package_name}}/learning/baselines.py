"""The dummy that everything has to beat, and a linear model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sklearn.dummy import DummyRegressor
from sklearn.linear_model import Ridge

from ..ports import Learner
from .preprocessing import scaled

if TYPE_CHECKING:
    import optuna


def baselines(seed: int) -> list[Learner]:
    """The mean of the target, and ridge regression."""

    def dummy(parameters: Mapping[str, Any]) -> Any:
        return DummyRegressor(strategy="mean")

    def linear(parameters: Mapping[str, Any]) -> Any:
        return scaled(Ridge(random_state=seed, **parameters))

    def linear_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {"alpha": trial.suggest_float("alpha", 1e-3, 1e3, log=True)}

    return [Learner("dummy", dummy), Learner("linear", linear, linear_space)]
