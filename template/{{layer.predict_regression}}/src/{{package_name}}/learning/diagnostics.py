"""Figures of a regression: predictions against truth, residuals, intervals."""

from collections.abc import Iterator

import numpy as np

from ..ports import Output, Target
from ..table.dataset import Dataset
from .calibration import COVERAGE
from .figures import ACCENT, INK, QUIET, WARM, Plot, blank, plot
from .training import Result


def diagnostics(dataset: Dataset, result: Result) -> Iterator[Plot]:
    """The figures of one model on the test set."""
    target, output = dataset.target[dataset.test], result.test_output
    yield predicted(target, output)
    yield residuals(target, output, result.calibration.parameter)
    yield distribution(target, output)
    yield intervals(target, output)


def predicted(target: Target, output: Output) -> Plot:
    """Predictions against true values."""
    figure, axes = blank()
    ends = [min(target.min(), output.min()), max(target.max(), output.max())]
    axes.plot(ends, ends, "--", color=QUIET)
    axes.plot(target, output, "o", color=ACCENT, markersize=4, alpha=0.6)
    axes.set(xlabel="true value", ylabel="prediction")
    return plot("Predictions", "On the dashed line a prediction is exact.", figure)


def residuals(target: Target, output: Output, half_width: float) -> Plot:
    """Errors against predictions, with the interval."""
    figure, axes = blank()
    error = target - output
    inside = np.abs(error) <= half_width
    axes.axhspan(-half_width, half_width, color=QUIET, alpha=0.35)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.plot(output[inside], error[inside], "o", color=ACCENT, markersize=4, alpha=0.6)
    axes.plot(output[~inside], error[~inside], "o", color=WARM, markersize=4)
    axes.set(xlabel="prediction", ylabel="true value minus prediction")
    caption = (
        f"Grey: the interval, {inside.mean():.0%} of the test rows lie inside. No shape is good."
    )
    return plot("Residuals", caption, figure)


def distribution(target: Target, output: Output) -> Plot:
    """How the errors are spread."""
    figure, axes = blank()
    axes.hist(target - output, bins=24, color=ACCENT)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set(xlabel="true value minus prediction", ylabel="rows")
    return plot("Errors", "Centred on zero and without a long tail is good.", figure)


def intervals(target: Target, output: Output) -> Plot:
    """Coverage promised against coverage seen, for intervals of every width."""
    figure, axes = blank()
    error = np.sort(np.abs(target - output))
    share = np.arange(1, len(error) + 1) / len(error)
    axes.plot(error, share, color=ACCENT)
    axes.axhline(COVERAGE, linestyle="--", color=QUIET)
    axes.set(xlabel="half-width of the interval", ylabel="share of rows inside", ylim=(0, 1.02))
    return plot("Calibration", f"The width that {COVERAGE:.0%} of the rows would need.", figure)
