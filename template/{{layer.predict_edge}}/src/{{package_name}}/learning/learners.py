"""The models that are compared for a small device: those that ONNX can express exactly."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ports import Learner
from .baselines import baselines
from .estimators import boosting
from .perceptron import perceptron

if TYPE_CHECKING:
    import optuna


def notice() -> str:
    """What a person should know about this machine; nothing here."""
    return ""


def learners(seed: int) -> list[Learner]:
    """Every kind of model that is compared, the dummy first."""

    def build(parameters: Mapping[str, Any]) -> Any:
        defaults = {"n_estimators": 100, "learning_rate": 0.1, "max_depth": 3, "subsample": 0.8}
        return boosting(random_state=seed, **(defaults | dict(parameters)))

    def space(trial: "optuna.Trial") -> dict[str, Any]:
        return {
            "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
            "max_depth": trial.suggest_int("max_depth", 2, 6),
            "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        }

    return [*baselines(seed), Learner("boosting", build, space), perceptron(seed)]
