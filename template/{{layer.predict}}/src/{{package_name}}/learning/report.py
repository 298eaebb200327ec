"""The report of a comparison: which model won, by how much, and where it is wrong."""

from collections.abc import Sequence

import numpy as np

from ..table.dataset import Dataset
from . import task
from .diagnostics import diagnostics
from .figures import comparison, importance
from .importance import Importance
from .page import figure, page, section, table
from .training import Result

HARDEST = 10
SHOWN_COLUMNS = 5


def comparison_page(
    dataset: Dataset,
    results: Sequence[Result],
    winner: Result,
    found: Importance,
    decision: str,
) -> str:
    """The whole report as HTML."""
    lead = (
        f"{winner.name} predicts {dataset.schema.target} best: {task.METRIC} "
        f"{winner.test_metrics[task.METRIC]:.3f} on {len(dataset.test):,} test rows, "
        f"the dummy {results[0].test_metrics[task.METRIC]:.3f}. "
        f"{len(dataset.train):,} rows trained. Promotion: {decision}."
    )
    plots = [comparison(results, winner), *diagnostics(dataset, winner), importance(found)]
    figures = "".join(figure(plot.title, plot.caption, plot.svg) for plot in plots)
    return page(
        f"Models for {dataset.name}",
        lead,
        [
            section("Every model, on the test set", comparison_table(results, winner)),
            section("In pictures", f'<div class="figures">{figures}</div>'),
            section("The rows it gets most wrong", hardest_table(dataset, winner, found)),
        ],
    )


def comparison_table(results: Sequence[Result], winner: Result) -> str:
    """One line per model."""
    figures = list(winner.test_metrics)
    rows = [
        [
            result.name,
            f"{result.score:.4f} ± {result.deviation:.4f}",
            *(f"{result.test_metrics[name]:.4g}" for name in figures),
            f"{result.seconds:.2f} s",
        ]
        for result in results
    ]
    head = ["model", f"{task.METRIC}, folds", *(name.replace("_", " ") for name in figures), "time"]
    return table(head, rows, marked=winner.name)


def hardest_table(dataset: Dataset, winner: Result, found: Importance) -> str:
    """The test rows with the largest errors, with the columns that matter most."""
    target = dataset.target[dataset.test]
    errors = task.errors(target, winner.test_output)
    columns = list(found)[:SHOWN_COLUMNS]
    rows = []
    for place in np.argsort(-errors)[:HARDEST]:
        position = dataset.test[place]
        cells = dataset.frame.iloc[position]
        truth = str(cells[dataset.schema.target])
        shown = [str(cells[name]) for name in columns]
        rows.append([str(position + 1), truth, f"{errors[place]:.3f}", *shown])
    return table(["row", dataset.schema.target, "error", *columns], rows)
