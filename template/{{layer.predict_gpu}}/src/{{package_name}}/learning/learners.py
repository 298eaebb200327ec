"""The models that are compared on a GPU: XGBoost and a network in PyTorch beside the baselines."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ports import Learner
from .baselines import baselines
from .boosting import Boosting
from .device import device
from .network import Network

if TYPE_CHECKING:
    import optuna

# Without a GPU the same models run at a size that a CPU fits in seconds.
SIZES = {
    "cuda": {"trees": 400, "width": 256, "epochs": 200},
    "cpu": {"trees": 80, "width": 32, "epochs": 60},
}


def notice() -> str:
    """One line for a person whose machine has no GPU."""
    if device() == "cuda":
        return ""
    return "No GPU here: boosting and network run at reduced size on the CPU."


def learners(seed: int) -> list[Learner]:
    """Every kind of model that is compared, the dummy first."""
    size = SIZES[device()]

    def boosting(parameters: Mapping[str, Any]) -> Any:
        defaults = {"learning_rate": 0.1, "max_depth": 4, "reg_lambda": 1.0}
        chosen = defaults | dict(parameters)
        return Boosting(n_estimators=size["trees"], random_state=seed, device=device(), **chosen)

    def boosting_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {
            "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
            "max_depth": trial.suggest_int("max_depth", 2, 8),
            "reg_lambda": trial.suggest_float("reg_lambda", 1e-2, 10, log=True),
        }

    def network(parameters: Mapping[str, Any]) -> Any:
        defaults = {"width": size["width"], "epochs": size["epochs"]}
        return Network(seed=seed, **(defaults | dict(parameters)))

    def network_space(trial: "optuna.Trial") -> dict[str, Any]:
        return {
            "width": trial.suggest_int("width", 16, size["width"], log=True),
            "dropout": trial.suggest_float("dropout", 0.0, 0.5),
            "decay": trial.suggest_float("decay", 1e-5, 1e-1, log=True),
        }

    return [
        *baselines(seed),
        Learner("boosting", boosting, boosting_space),
        Learner("network", network, network_space),
    ]
