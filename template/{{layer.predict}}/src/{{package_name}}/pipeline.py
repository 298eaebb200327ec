"""From a table to a registered model: read, compare, register, and perhaps promote.

Nothing is half done: model folders appear whole, and the champion changes last.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .learning import task, tuning
from .learning.importance import Importance, permutation_importance
from .learning.training import Result, best, compare
from .monitoring.drift import describe
from .ports import Learner, Registry
from .registry.model_card import card_figures
from .registry.model_files import ModelFiles, save_model
from .registry.promotion import Decision, decide
from .serving.release import prepare, release
from .settings import PredictSettings
from .sources import source_of
from .table.dataset import Dataset, load_dataset


@dataclass(frozen=True)
class Training:
    """What a training came to."""

    dataset: Dataset
    results: list[Result]
    winner: Result
    importance: Importance
    card: dict[str, Any]
    number: int
    decision: Decision


def train(
    settings: PredictSettings,
    registry: Registry,
    *,
    candidates: Sequence[Learner] | None = None,
    tuned: bool = False,
    replace: bool = False,
    extra: pd.DataFrame | None = None,
    on_result: Callable[[Result], None] = lambda result: None,
    on_trial: Callable[[str, int, float], None] = lambda name, number, best: None,
) -> Training:
    """Train on the table that the settings name, with `extra` labelled rows added to it.

    `candidates` are the models to compare, the dummy first; else all that this repository has.
    `replace` lets the new model take over from a champion of another table.
    """
    dataset = load_dataset(source_of(settings), settings.tables, extra)
    registry.champion()  # One that cannot be reached is better told now than after the training.
    parameters_file = settings.tables / dataset.name / "parameters.json"
    candidates = candidates or _learners(settings.seed)
    if tuned:
        found = tuning.tune(
            candidates, dataset, trials=settings.trials, seed=settings.seed, on_trial=on_trial
        )
        tuning.save(found, parameters_file)
    results = compare(candidates, dataset, tuning.load(parameters_file), on_result)
    winner = best(results)
    importance = permutation_importance(winner.estimator, dataset, seed=settings.seed)
    card = card_figures(dataset, results, winner, importance)
    card["feedback_rows"] = 0 if extra is None else len(extra)
    number = register(registry, dataset, results, winner, card)
    decision = decide(winner, dataset, registry, settings.margin, replace=replace)
    if decision.promoted:
        registry.promote(number)
        release(registry, settings.released)
    return Training(dataset, results, winner, importance, card, number, decision)


def _learners(seed: int) -> Sequence[Learner]:
    # Some of their libraries take seconds to import: who brings candidates may need none of them.
    from .learning.learners import learners

    return learners(seed)


def register(
    registry: Registry,
    dataset: Dataset,
    results: list[Result],
    winner: Result,
    card: dict[str, Any],
) -> int:
    """Track every learner, store the winner's files as a new version; return its number."""
    for result in results:
        if result is not winner:
            registry.record(result.name, parameters=result.parameters, metrics=result.test_metrics)
    rows = dataset.frame.iloc[dataset.train]
    cells = {name: rows[name].tolist() for name in dataset.schema.names}
    files = ModelFiles(
        estimator=winner.estimator,
        schema=dataset.schema,
        calibration=winner.calibration,
        reference=describe(dataset.schema, cells, dataset.source.seed),
        card=card,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_model(files, folder)
        prepare(files, folder, dataset.features[dataset.test])
        return registry.register(
            folder,
            parameters={"model": winner.name, "data": dataset.name, **winner.parameters},
            metrics={"score": winner.test_metrics[task.METRIC], **winner.test_metrics},
        )
