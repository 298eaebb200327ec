"""The models that are compared for a small device: those that ONNX can express exactly."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sklearn.ensemble import GradientBoostingRegressor

from ..ports import Learner
from .baselines import baselines, filled, scaled
from .scaled_network import ScaledNetwork

if TYPE_CHECKING:
    import optuna


def notice() -> str:
    """What a person should know about this machine; nothing here."""
    return ""


def learners(seed: int) -> list[Learner]:
    """Every kind of model that is compared, the dummy first."""

    def boosting(parameters: Mapping[str, Any]) -> Any:
        defaults = {"n_estimators": 100, "learning_rate": 0.1, "max_depth": 3, "subsample": 0.8}
        return filled(GradientBoostingRegressor(random_state=seed, **(defaults | dict(parameters))))

    def boosting_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {
            "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
            "max_depth": trial.suggest_int("max_depth", 2, 6),
            "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        }

    def network(parameters: Mapping[str, Any]) -> Any:
        defaults = {"hidden_layer_sizes": (32,), "alpha": 1.0, "max_iter": 200}
        settings = {"learning_rate_init": 5e-3, "tol": 1e-3, "random_state": seed}
        return scaled(ScaledNetwork(**(settings | defaults | dict(parameters))))

    def network_space(trial: "optuna.Trial") -> dict[str, Any]:
        width = trial.suggest_int("width", 8, 64, log=True)
        return {
            "hidden_layer_sizes": (width, width),
            "alpha": trial.suggest_float("alpha", 1e-5, 1.0, log=True),
        }

    return [
        *baselines(seed),
        Learner("boosting", boosting, boosting_space),
        Learner("network", network, network_space),
    ]
