"""The network that is compared where there is no GPU: scikit-learn's multi-layer perceptron."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ports import Learner
from .estimators import network

if TYPE_CHECKING:
    import optuna


def perceptron(seed: int) -> Learner:
    """One hidden layer unless tuning finds better."""

    def build(parameters: Mapping[str, Any]) -> Any:
        defaults = {"hidden_layer_sizes": (32,), "alpha": 1.0, "max_iter": 200}
        settings = {"learning_rate_init": 5e-3, "tol": 1e-3, "random_state": seed}
        return network(**(settings | defaults | dict(parameters)))

    def space(trial: "optuna.Trial") -> dict[str, Any]:
        width = trial.suggest_int("width", 8, 64, log=True)
        return {
            "hidden_layer_sizes": (width, width),
            "alpha": trial.suggest_float("alpha", 1e-5, 1.0, log=True),
        }

    return Learner("network", build, space)
