"""`make evaluate`: from the sample's markets to a report and a verdict; and what `train` shows."""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from ..demo import demo_settings
from ..pricing.appraisal import Appraisal, coverage, errors
from ..pricing.history import History
from ..wiring import build_model, load_appraisal, load_prices
from .decisions import Case, decided, precision, recall
from .recovery import Trial, trials
from .report import Scores, bound, contribution, write_report
from .thresholds import METRICS, THRESHOLDS, thresholds


def evaluate(console: Console, *, models: bool) -> bool:
    """Measure, write the report, and return whether all thresholds are met.

    Without `models` no language model is asked, so the result is the same everywhere.
    """
    bounds = thresholds(THRESHOLDS)
    with TemporaryDirectory() as scratch:
        settings = demo_settings(Path(scratch))
        history, appraisal = load_prices(settings), load_appraisal(settings)
        show_errors(console, appraisal, history)
        known = history.of("train", "fit")
        visited = list(decided(Path(scratch), known, model=build_model() if models else None))
        tried = list(trials(Path(scratch)))
        bounded = coverage(appraisal, history.of("test"))
    cases = [case for one in visited for case in one.cases]
    measured, plain = _scores(cases, tried, bounded), _baseline(cases)
    faults = bounds.shortfalls(measured)
    written = write_report(visited, tried, measured, plain, bounds, faults)
    table = Table("metric, on markets that were held out", "measured", "trivial", "threshold")
    for name in METRICS:
        table.add_row(name, f"{measured[name]:.3f}", f"{plain[name]:.3f}", bound(bounds, name))
    console.print(table)
    for fault in faults:
        console.print(fault, style="red", highlight=False)
    console.print(contribution([one.spent for one in visited]), highlight=False, soft_wrap=True)
    went = sum(case.right == case.bought for case in cases)
    console.print(
        f"{went} of {len(cases)} offers were decided rightly; {len(tried)} failures were injected. "
        f"{written} shows each.",
        highlight=False,
        soft_wrap=True,
    )
    return not faults


def show_errors(console: Console, appraisal: Appraisal, history: History) -> None:
    """Print how far each estimator is off on sales that were held out."""
    test = history.of("test")
    console.print(
        f"{len(history.sales)} sales of {history.source}: {history.repeated} repeated and "
        f"{history.refused} impossible ones were left out, {len(test)} held out for this:",
        highlight=False,
    )
    table = Table("estimator", "median error", "mean error")
    for name, error in errors(appraisal, test, history.of("train", "fit")).items():
        table.add_row(name, f"{error.median:.1%}", f"{error.mean:.1%}")
    console.print(table)


def _scores(cases: Sequence[Case], tried: Sequence[Trial], bounded: float) -> Scores:
    return {
        "price_error": median(case.error for case in cases if case.error is not None),
        "price_coverage": bounded,
        "buy_precision": precision(cases),
        "buy_recall": recall(cases),
        "recovery_rate": fmean(not trial.fault for trial in tried),
    }


def _baseline(cases: Sequence[Case]) -> Scores:
    """The median of the category in place of an estimate, and no supervisor."""
    return {
        "price_error": median(case.baseline_error for case in cases),
        "price_coverage": 0.0,
        "buy_precision": precision(cases, baseline=True),
        "buy_recall": recall(cases, baseline=True),
        "recovery_rate": 0.0,
    }
