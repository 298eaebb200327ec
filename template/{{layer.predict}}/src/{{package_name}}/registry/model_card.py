"""The model card: figures that come from the trained model, in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..learning import task
from ..learning.importance import Importance
from ..learning.training import Result
from ..table.dataset import Dataset


def card_figures(
    dataset: Dataset, results: Sequence[Result], winner: Result, importance: Importance
) -> dict[str, Any]:
    """Everything the card says about one model, as plain values."""
    return {
        "model": winner.name,
        "parameters": {key: str(value) for key, value in winner.parameters.items()},
        "data": dataset.name,
        "path": str(dataset.source.path),
        "target": dataset.schema.target,
        "classes": list(dataset.schema.classes),
        "group": dataset.source.group,
        "time": dataset.source.time,
        "training_rows": len(dataset.train),
        "test_rows": len(dataset.test),
        "metrics": winner.test_metrics,
        "dummy": results[0].test_metrics[task.METRIC],
        "scores": {result.name: [result.score, result.deviation] for result in results},
        "importance": {name: mean for name, (mean, _) in list(importance.items())[:10]},
    }


def model_card(number: int, card: Mapping[str, Any]) -> str:
    """The card of a registered version."""
    metrics = "\n".join(f"| {name} | {value:.4f} |" for name, value in card["metrics"].items())
    scores = "\n".join(
        f"| {name} | {mean:.4f} | {spread:.4f} |" for name, (mean, spread) in card["scores"].items()
    )
    leaning = ", ".join(f"`{name}` ({mean:.3f})" for name, mean in card["importance"].items())
    return f"""# Model card: version {number}, {card["model"]}

Predicts `{card["target"]}` of `{card["data"]}` ({task.NAME}). Trained on {card["training_rows"]:,}
rows, measured on {card["test_rows"]:,} rows that took no part in training, tuning or calibration.

| on the test set | |
|---|---|
{metrics}

The dummy reaches {task.METRIC} {card["dummy"]:.4f}. Cross-validated on the training rows:

| model | {task.METRIC} | deviation |
|---|---|---|
{scores}

It leans most on {leaning} (loss of {task.METRIC} when the column is shuffled).

What it is for, what it is not for and its known limits: `docs/model-card.md`. The rows it was
trained on: `reports/data-card.md`.
"""
