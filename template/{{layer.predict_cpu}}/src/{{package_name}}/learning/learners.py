"""The models that are compared on a CPU, all of them scikit-learn's."""

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
        defaults = {"max_iter": 100, "learning_rate": 0.1, "max_leaf_nodes": 15}
        return boosting(random_state=seed, **(defaults | dict(parameters)))

    def space(trial: "optuna.Trial") -> dict[str, Any]:
        return {
            "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
            "max_leaf_nodes": trial.suggest_int("max_leaf_nodes", 4, 64, log=True),
            "l2_regularization": trial.suggest_float("l2_regularization", 1e-3, 10, log=True),
        }

    return [*baselines(seed), Learner("boosting", build, space), perceptron(seed)]
