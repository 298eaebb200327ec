"""The figures that every comparison has: the models side by side, and the columns that matter."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .importance import Importance
from .task import METRIC, TUNING_HINT
from .training import Result

INK, ACCENT, QUIET, WARM = "#1f2933", "#2266aa", "#b8c4ce", "#c8553d"


@dataclass(frozen=True)
class Plot:
    """A picture with its title and the sentence that says how to read it."""

    title: str
    caption: str
    svg: str


def blank(width: float = 5.2, height: float = 3.4) -> tuple[Figure, Axes]:
    """An empty figure with one set of axes, in the report's style."""
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.tick_params(colors=INK, labelsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def plot(title: str, caption: str, figure: Figure) -> Plot:
    """The figure as inline SVG."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return Plot(title, caption, buffer.getvalue()[buffer.getvalue().index("<svg") :])


def comparison(results: Sequence[Result], champion: Result) -> Plot:
    """Cross-validated score of every model with its spread over the folds, and its test score."""
    figure, axes = blank()
    names = [result.name for result in results]
    for place, result in enumerate(results):
        colour = ACCENT if result is champion else QUIET
        axes.errorbar(
            result.score,
            place,
            xerr=result.deviation,
            fmt="o",
            markersize=9,
            capsize=4,
            elinewidth=2,
            color=colour,
        )
    places = np.arange(len(results))
    tests = [result.test_metrics[METRIC] for result in results]
    axes.plot(tests, places, "D", color=WARM, markersize=6, label="test set")
    axes.margins(y=0.15)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlabel(METRIC)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), fontsize=8)
    caption = (
        f"Dots: mean over the folds, lines: one standard deviation, blue: chosen; {TUNING_HINT}."
    )
    return plot("Comparison", caption, figure)


def importance(found: Importance, shown: int = 12) -> Plot:
    """The columns whose shuffling costs most."""
    figure, axes = blank()
    top = list(found.items())[:shown]
    places = np.arange(len(top))
    means = [max(mean, 0.0) for _, (mean, _) in top]
    axes.barh(
        places,
        means,
        xerr=[deviation for _, (_, deviation) in top],
        color=ACCENT,
        error_kw={"ecolor": INK, "capsize": 2},
    )
    axes.set_yticks(places, [name if len(name) < 26 else name[:24] + "…" for name, _ in top])
    axes.invert_yaxis()
    axes.set_xlabel(f"loss of {METRIC} when shuffled")
    return plot(
        "Permutation importance",
        "How much worse the test score gets when a column is shuffled. Columns that say the same "
        "thing share their importance.",
        figure,
    )
