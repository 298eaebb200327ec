"""Look for better parameters with Optuna, scored by cross-validation on the training rows."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import optuna

from ..files import write_json
from ..ports import Learner
from ..table.dataset import Dataset
from .training import cross_validate

Found = dict[str, dict[str, Any]]


def tune(
    learners: Sequence[Learner],
    dataset: Dataset,
    *,
    trials: int,
    seed: int,
    on_trial: Callable[[str, int, float], None] = lambda name, number, best: None,
) -> Found:
    """The best parameters per learner after `trials` tries each (TPE, seeded)."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    found: Found = {}
    for learner in learners[1:]:
        best_score = float("-inf")
        for number, (score, parameters) in enumerate(attempts(learner, dataset, trials, seed), 1):
            if score > best_score:
                best_score, found[learner.name] = score, parameters
            on_trial(learner.name, number, best_score)
    return found


def attempts(
    learner: Learner, dataset: Dataset, trials: int, seed: int
) -> Iterator[tuple[float, dict[str, Any]]]:
    """Each try's mean score and parameters; the first try is the learner's own defaults."""
    scores, _, _ = cross_validate(learner, {}, dataset)
    yield sum(scores) / len(scores), {}
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    for _ in range(trials - 1):
        trial = study.ask()
        parameters = learner.space(trial)
        scores, _, _ = cross_validate(learner, parameters, dataset)
        study.tell(trial, sum(scores) / len(scores))
        yield sum(scores) / len(scores), parameters


def save(found: Found, path: Path) -> None:
    """Keep the parameters for the next training of the same table."""
    write_json(path, found)


def load(path: Path) -> Found:
    """The parameters found earlier, or none."""
    if not path.exists():
        return {}
    found: Found = json.loads(path.read_text(encoding="utf-8"))
    return found
