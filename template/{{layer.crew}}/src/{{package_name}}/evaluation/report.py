"""The report of an evaluation: what was measured, decided and spent, for a reader and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from ..crew.state import Spent
from .decisions import Case, Visited
from .recovery import Trial
from .thresholds import METRICS, Metric, Thresholds

REPORTS = Path("reports")
Scores = dict[Metric, float]
_COLUMNS = ("steps", "seconds", "questions", "requests", "usable", "fallbacks", "tokens", "money")


def bound(bounds: Thresholds, name: Metric) -> str:
    """Return the threshold of a metric, as it is shown."""
    if name in bounds.least:
        return f"≥ {bounds.least[name]:.3f}"
    return f"≤ {bounds.most[name]:.3f}" if name in bounds.most else "none"


def contribution(spent: Sequence[Spent]) -> str:
    """Return a sentence about what a language model was asked, and how much came of it."""
    total = {name: sum(getattr(one, name) for one in spent) for name in _COLUMNS}
    if not total["questions"]:
        return "No language model was asked."
    return (
        f"A language model was asked {total['questions']} questions in {total['requests']} "
        f"requests: {total['usable']} answers were usable, {total['fallbacks']} came from a "
        f"fallback, {total['tokens']} tokens cost {total['money']:.4f}."
    )


def _opinions(cases: Sequence[Case]) -> list[str]:
    """A line for each estimator, beside the estimates of the very offers that it had one about."""
    lines = ["| estimator | offers | median error | of the estimates of these | set aside |"]
    lines.append("|---|---|---|---|---|")
    for name in dict.fromkeys(name for case in cases for name in case.opinions):
        own = [case for case in cases if name in case.opinions]
        off = median(abs(one.opinions[name] - one.true_fair) / one.true_fair for one in own)
        made = median(one.error for one in own if one.error is not None)
        aside = sum(name in one.set_aside for one in own)
        lines.append(f"| {name} | {len(own)} | {off:.1%} | {made:.1%} | {aside} |")
    return lines


def _rounds(visited: Sequence[Visited]) -> list[str]:
    """A line for each round; `questions` and what follows are those to a language model."""
    lines = [contribution([one.spent for one in visited]), ""]
    lines += [f"| market | {' | '.join(_COLUMNS)} |", "|---" * (len(_COLUMNS) + 1) + "|"]
    for one in visited:
        spent = one.spent.model_dump() | {"seconds": f"{one.spent.seconds:.1f}"}
        values = [spent[name] for name in _COLUMNS]
        lines.append(f"| {one.seed} | {' | '.join(map(str, values))} |")
    return lines


def write_report(
    visited: Sequence[Visited],
    tried: Sequence[Trial],
    measured: Scores,
    plain: Scores,
    bounds: Thresholds,
    faults: Sequence[str],
) -> Path:
    """Write `evaluation.md` and `evaluation.json`; return the first."""
    cases = [case for one in visited for case in one.cases]
    REPORTS.mkdir(parents=True, exist_ok=True)
    content = {
        "passed": not faults,
        "shortfalls": list(faults),
        "measured": measured,
        "baseline": plain,
        "rounds": [{"seed": one.seed} | one.spent.model_dump() for one in visited],
        "cases": [asdict(case) for case in cases],
        "failures": [asdict(trial) for trial in tried],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    lines = ["# Evaluation", "", *(faults or ["All thresholds are met."]), ""]
    lines += ["| metric | measured | trivial | threshold |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {measured[name]:.3f} | {plain[name]:.3f} | {bound(bounds, name)} |"
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
    lines += ["", "## Opinions", "", *_opinions(cases)]
    lines += ["", "## What rounds took", "", *_rounds(visited)]
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
