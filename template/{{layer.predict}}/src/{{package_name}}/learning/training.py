"""Fit every learner on the same folds and compare them.

Preprocessing is part of each estimator, so it is fitted on the training side of a fold only. The
test rows are looked at once, after cross-validation has chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ..ports import Estimator, Learner, Output, Target
from ..table.dataset import Dataset
from . import task
from .calibration import Calibration

Parameters = Mapping[str, Any]

# Below, threads cost more than they bring, and on a busy machine they wait for each other.
_ROWS_WORTH_THREADS = 20_000


@dataclass(frozen=True)
class Result:
    """One learner: its cross-validated scores, and the model fitted on all training rows."""

    name: str
    parameters: dict[str, Any]
    fold_scores: tuple[float, ...]
    calibration: Calibration
    estimator: Estimator
    test_output: Output
    test_metrics: dict[str, float]
    seconds: float

    @property
    def score(self) -> float:
        """Mean over the folds."""
        return float(np.mean(self.fold_scores))

    @property
    def deviation(self) -> float:
        """Standard deviation over the folds."""
        return float(np.std(self.fold_scores))


def cross_validate(
    learner: Learner, parameters: Parameters, dataset: Dataset
) -> tuple[list[float], Output, Target]:
    """Scores per fold, and the out-of-fold outputs with their targets."""
    features, target = dataset.features[dataset.train], dataset.target[dataset.train]
    scores, found, truths = [], [], []
    for inside, outside in dataset.folds:
        estimator = learner.build(parameters).fit(features[inside], target[inside])
        output = task.outputs(estimator, features[outside])
        scores.append(task.score(target[outside], output))
        found.append(output)
        truths.append(target[outside])
    return scores, np.concatenate(found), np.concatenate(truths)


def fit(learner: Learner, parameters: Parameters, dataset: Dataset) -> Result:
    """Cross-validate, calibrate on the out-of-fold outputs, fit on all training rows, test."""
    start = perf_counter()
    scores, held_out, truths = cross_validate(learner, parameters, dataset)
    calibration = Calibration.fit(held_out, truths)
    estimator = learner.build(parameters).fit(
        dataset.features[dataset.train], dataset.target[dataset.train]
    )
    output = calibration.apply(task.outputs(estimator, dataset.features[dataset.test]))
    target = dataset.target[dataset.test]
    return Result(
        name=learner.name,
        parameters=dict(parameters),
        fold_scores=tuple(scores),
        calibration=calibration,
        estimator=estimator,
        test_output=output,
        test_metrics=task.metrics(target, output) | calibration.figures(target, output),
        seconds=perf_counter() - start,
    )


def compare(
    learners: Sequence[Learner],
    dataset: Dataset,
    parameters: Mapping[str, Parameters] | None = None,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """One result per learner, in their order; the first one is the dummy."""
    results = []
    with threadpool_limits(limits=None if len(dataset.target) >= _ROWS_WORTH_THREADS else 1):
        for learner in learners:
            results.append(fit(learner, (parameters or {}).get(learner.name, {}), dataset))
            on_result(results[-1])
    return results


def best(results: Sequence[Result]) -> Result:
    """The learner with the highest cross-validated score; the dummy is never chosen."""
    return max(results[1:], key=lambda result: result.score)
