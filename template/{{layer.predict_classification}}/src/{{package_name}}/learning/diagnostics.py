"""Figures of a classification: ROC, precision and recall, calibration, confusion."""

from collections.abc import Iterator

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_curve

from ..ports import Output, Target
from ..table.dataset import Dataset
from .figures import ACCENT, INK, QUIET, WARM, Plot, blank, plot
from .training import Result

PALETTE = [ACCENT, WARM, "#4c956c", "#8d5a97", "#e0a030", INK]


def diagnostics(dataset: Dataset, result: Result) -> Iterator[Plot]:
    """The figures of one model on the test set."""
    target, output = dataset.target[dataset.test], result.test_output
    classes = dataset.schema.classes
    shown = range(1, 2) if len(classes) == 2 else range(len(classes))
    yield roc(target, output, classes, shown)
    yield precision_recall(target, output, classes, shown)
    yield reliability(target, output)
    yield confusion(target, output, classes)


def roc(target: Target, output: Output, classes: tuple[str, ...], shown: range) -> Plot:
    """True against false positives."""
    figure, axes = blank()
    axes.plot([0, 1], [0, 1], "--", color=QUIET)
    for index in shown:
        wrong, right, _ = roc_curve(target == index, output[:, index])
        axes.plot(wrong, right, color=PALETTE[index % len(PALETTE)], label=classes[index])
    axes.set(xlabel="false positive rate", ylabel="true positive rate", ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower right")
    return plot("ROC", "The further to the upper left, the better; dashed: guessing.", figure)


def precision_recall(
    target: Target, output: Output, classes: tuple[str, ...], shown: range
) -> Plot:
    """Precision against recall."""
    figure, axes = blank()
    for index in shown:
        precision, recall, _ = precision_recall_curve(target == index, output[:, index])
        axes.plot(recall, precision, color=PALETTE[index % len(PALETTE)], label=classes[index])
    axes.set(xlabel="recall", ylabel="precision", ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower left")
    return plot("Precision and recall", "The upper right corner is perfect.", figure)


def reliability(target: Target, output: Output, bins: int = 8) -> Plot:
    """Probability said against frequency seen, in bins of equal size."""
    figure, axes = blank()
    said = output[:, 1] if output.shape[1] == 2 else output.max(axis=1)
    seen = target == 1 if output.shape[1] == 2 else output.argmax(axis=1) == target
    parts = [part for part in np.array_split(np.argsort(said), bins) if len(part)]
    axes.plot([0, 1], [0, 1], "--", color=QUIET)
    axes.plot([said[p].mean() for p in parts], [seen[p].mean() for p in parts], "o-", color=ACCENT)
    axes.set(xlabel="probability said", ylabel="frequency seen", xlim=(0, 1.02), ylim=(0, 1.02))
    caption = (
        f"On the dashed line a probability means what it says. Each point: 1/{bins} of the rows."
    )
    return plot("Calibration", caption, figure)


def confusion(target: Target, output: Output, classes: tuple[str, ...]) -> Plot:
    """Counts of true against predicted classes."""
    figure, axes = blank()
    counts = confusion_matrix(target, output.argmax(axis=1), labels=range(len(classes)))
    axes.imshow(counts, cmap="Blues")
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if count > counts.max() / 2 else INK
        axes.text(column, row, f"{count}", ha="center", va="center", color=colour)
    axes.set_xticks(range(len(classes)), classes)
    axes.set_yticks(range(len(classes)), classes)
    axes.set(xlabel="predicted", ylabel="true")
    return plot("Confusion", "Rows of the test set; off the diagonal lie the mistakes.", figure)
