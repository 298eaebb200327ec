"""`make evaluate`: from the sample's markets to a report and a verdict; and what `train` shows."""

import json
from collections.abc import Sequence
from dataclasses import asdict
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
from .thresholds import METRICS, THRESHOLDS, Metric, Thresholds, thresholds

REPORTS = Path("reports")
Scores = dict[Metric, float]


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
        cases = list(decided(Path(scratch), known, model=build_model() if models else None))
        tried = list(trials(Path(scratch)))
        bounded = coverage(appraisal, history.of("test"))
    measured, plain = _scores(cases, tried, bounded), _baseline(cases)
    faults = bounds.shortfalls(measured)
    written = _report(cases, tried, measured, plain, bounds, faults)
    table = Table("metric, on markets that were held out", "measured", "trivial", "threshold")
    for name in METRICS:
        table.add_row(name, f"{measured[name]:.3f}", f"{plain[name]:.3f}", _bound(bounds, name))
    console.print(table)
    for fault in faults:
        console.print(fault, style="red", highlight=False)
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


def _bound(bounds: Thresholds, name: Metric) -> str:
    if name in bounds.least:
        return f"≥ {bounds.least[name]:.3f}"
    return f"≤ {bounds.most[name]:.3f}" if name in bounds.most else "none"


def _report(
    cases: Sequence[Case],
    tried: Sequence[Trial],
    measured: Scores,
    plain: Scores,
    bounds: Thresholds,
    faults: Sequence[str],
) -> Path:
    """Write `evaluation.md` and `evaluation.json`; return the first."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    content = {
        "passed": not faults,
        "shortfalls": list(faults),
        "measured": measured,
        "baseline": plain,
        "cases": [asdict(case) for case in cases],
        "failures": [asdict(trial) for trial in tried],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    lines = ["# Evaluation", "", *(faults or ["All thresholds are met."]), ""]
    lines += ["| metric | measured | trivial | threshold |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {measured[name]:.3f} | {plain[name]:.3f} | {_bound(bounds, name)} |"
        for name in METRICS
    ]
    lines += ["", "## Decisions by kind of offer", ""]
    lines += [
        "| kind | offers | right to buy | bought | decided rightly |",
        "|---|---|---|---|---|",
    ]
    for kind in dict.fromkeys(case.kind for case in cases):
        own = [case for case in cases if case.kind == kind]
        counts = [
            len(own),
            sum(case.right for case in own),
            sum(case.bought for case in own),
            sum(case.right == case.bought for case in own),
        ]
        lines.append(f"| {kind} | {' | '.join(map(str, counts))} |")
    lines += ["", "## What was decided wrongly", ""]
    lines += ["| offer | kind | asked | fair | estimated | bought | rule |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for case in cases:
        if case.right != case.bought:
            guess = f"{case.fair:.0f}" if case.fair else "?"
            bought = "yes" if case.bought else "no"
            lines.append(
                f"| {case.title} | {case.kind} | {case.euros:.0f} | {case.true_fair:.0f} | {guess} "
                f"| {bought} | {case.rule} |"
            )
    lines += ["", "## Injected failures", "", "| agent | failure | ended in | fault |"]
    lines += ["|---|---|---|---|"]
    lines += [f"| {t.agent} | {t.failure} | {t.ended} | {t.fault or 'none'} |" for t in tried]
    path = REPORTS / "evaluation.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
