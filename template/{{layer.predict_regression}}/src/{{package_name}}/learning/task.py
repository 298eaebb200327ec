"""What makes this a regression: its outputs, its metrics, and the one that decides."""

from typing import Any

import numpy as np
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from ..ports import Output, Target

NAME = "regression"
METRIC = "r2"
METRIC_LABEL = "share of the variance explained"
TUNING_HINT = "higher is better, 0 is the mean of the target"


def outputs(estimator: Any, features: Any) -> Output:
    """Predicted values, shape (rows,)."""
    return np.asarray(estimator.predict(features), dtype=np.float64).reshape(-1)


def uninformed(known: Target, rows: int) -> Output:
    """What the dummy says of any row: the mean of `known`."""
    return np.full(rows, float(np.mean(known)))


def score(target: Target, output: Output) -> float:
    """The deciding metric: the coefficient of determination."""
    return float(r2_score(target, output))


def metrics(target: Target, output: Output) -> dict[str, float]:
    """Every figure of the report, errors in the target's own unit."""
    return {
        METRIC: score(target, output),
        "rmse": float(root_mean_squared_error(target, output)),
        "mae": float(mean_absolute_error(target, output)),
        "bias": float(np.mean(output - target)),
    }


def errors(target: Target, output: Output) -> Target:
    """How wrong each row is: its absolute error."""
    return np.asarray(np.abs(output - target))
