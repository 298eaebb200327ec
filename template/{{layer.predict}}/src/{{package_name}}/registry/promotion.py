"""Who becomes champion: a challenger has to be better by a margin on the same test rows.

Neither model has seen those rows: a row's side of the split follows from its content, so it was
in the test set when the champion was trained, too. The margin keeps luck from changing the model.
A champion of another table, which cannot be compared, makes way for nobody who did not ask for it.
"""

from dataclasses import dataclass
from pathlib import Path

from ..errors import DataError
from ..learning import task
from ..learning.training import Result
from ..ports import Registry
from ..table.dataset import Dataset, with_schema
from ..table.sample import NAME
from .model_files import load_model, read


@dataclass(frozen=True)
class Decision:
    """Whether the challenger takes over, and the sentence that says why."""

    promoted: bool
    reason: str


def decide(
    challenger: Result,
    dataset: Dataset,
    registry: Registry,
    margin: float,
    *,
    replace: bool = False,
) -> Decision:
    """Compare the challenger with the champion on the test rows of `dataset`.

    `replace` lets it take over from a champion of another table; the sample's always gives way.
    """
    score = challenger.test_metrics[task.METRIC]
    champion = registry.champion()
    if champion is None:
        return Decision(True, "it is the first model")
    earlier = score_of(champion.folder, dataset)
    if earlier is None:
        reason = f"version {champion.number} was trained on another table and cannot be compared"
        if replace or read(champion.folder / "card.json").get("data") == NAME:
            return Decision(True, reason)
        return Decision(False, f"{reason}: to serve this one instead, train with REPLACE=1")
    verdict = f"{task.METRIC} {score:.4f} against {earlier:.4f} of version {champion.number}"
    if score > earlier + margin:
        return Decision(True, f"{verdict}, better by more than the margin {margin:g}")
    return Decision(False, f"{verdict}, not better by the margin {margin:g}")


def score_of(folder: Path, dataset: Dataset) -> float | None:
    """The score of a stored model on these test rows; None where it cannot read them."""
    files = load_model(folder)
    same = (files.schema.target, files.schema.classes) == (
        dataset.schema.target,
        dataset.schema.classes,
    )
    try:
        rows = with_schema(dataset, files.schema) if same else None
    except DataError:
        return None
    if rows is None:
        return None
    output = task.outputs(files.estimator, rows.features[rows.test])
    return task.score(rows.target[rows.test], files.calibration.apply(output))
