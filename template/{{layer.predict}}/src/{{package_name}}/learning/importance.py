"""Which columns a model leans on: permutation importance on the test rows.

A column is shuffled as a whole, all its encoded parts together, and the loss of score is measured.
Source: Breiman, Random Forests, Machine Learning 45 (2001).
"""

import numpy as np

from ..ports import Estimator
from ..table.dataset import Dataset
from . import task

Importance = dict[str, tuple[float, float]]


def permutation_importance(
    estimator: Estimator, dataset: Dataset, *, repeats: int = 5, seed: int = 0
) -> Importance:
    """Mean and standard deviation of the loss of score per column, the largest first."""
    chance = np.random.default_rng(seed)
    features, target = dataset.features[dataset.test], dataset.target[dataset.test]
    whole = task.score(target, task.outputs(estimator, features))
    found: Importance = {}
    for name, span in dataset.schema.spans.items():
        shuffled = np.tile(features, (repeats, 1))
        orders = [chance.permutation(len(features)) for _ in range(repeats)]
        shuffled[:, span] = features[np.concatenate(orders), span]
        outputs = np.split(task.outputs(estimator, shuffled), repeats)
        losses = [whole - task.score(target, output) for output in outputs]
        found[name] = float(np.mean(losses)), float(np.std(losses))
    return dict(sorted(found.items(), key=lambda item: -item[1][0]))
