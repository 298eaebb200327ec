"""The dummy that everything has to beat, and a linear model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sklearn.dummy import DummyRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from ..ports import Learner

if TYPE_CHECKING:
    import optuna


def filled(estimator: Any) -> Pipeline:
    """Fill gaps with the median, fitted with the model, then `estimator`."""
    return make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), estimator)


def scaled(estimator: Any) -> Pipeline:
    """Fill gaps with the median and standardise, both fitted with the model, then `estimator`."""
    return filled(make_pipeline(StandardScaler(), estimator))


def baselines(seed: int) -> list[Learner]:
    """The mean of the target, and ridge regression."""

    def dummy(parameters: Mapping[str, Any]) -> Any:
        return DummyRegressor(strategy="mean")

    def linear(parameters: Mapping[str, Any]) -> Any:
        return scaled(Ridge(random_state=seed, **parameters))

    def linear_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {"alpha": trial.suggest_float("alpha", 1e-3, 1e3, log=True)}

    return [Learner("dummy", dummy), Learner("linear", linear, linear_space)]
