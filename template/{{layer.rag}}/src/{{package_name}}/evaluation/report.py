"""The report: one HTML file that needs nothing else, and the same as JSON."""

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import metrics
from .questions import Part
from .run import METRICS, Outcome, baseline_scores, scores

TITLES = {
    "recall_at_5": ("Recall at 5", "share of the expected sources among the first five passages"),
    "recall_at_10": ("Recall at 10", "the same among the first ten"),
    "mrr": ("MRR", "one over the rank of the first expected source, on average"),
    "ndcg_at_10": ("nDCG at 10", "all ranks of expected sources, early ones counting more"),
    "citation_precision": ("Citation precision", "share of the cited passages that are expected"),
    "refusal_accuracy": (
        "Refusal accuracy",
        "refused of the unanswerable and answered of the others, averaged",
    ),
}


def write(
    outcomes: Sequence[Outcome],
    least: Mapping[str, float],
    faults: Sequence[str],
    least_support: float,
    folder: Path,
) -> Path:
    """Write `evaluation.html` and `evaluation.json` into a folder; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    parts: tuple[Part, Part] = ("test", "development")
    summary: dict[str, dict[str, Any]] = {
        part: {
            "measured": scores(outcomes, part),
            "baseline": baseline_scores(outcomes, part),
            "questions": sum(outcome.question.part == part for outcome in outcomes),
        }
        for part in parts
    }
    content = {
        "passed": not faults,
        "shortfalls": list(faults),
        "thresholds": dict(least),
        "least_support": least_support,
        "python": platform.python_version(),
        "parts": summary,
        "questions": [outcome.as_json() for outcome in outcomes],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = environment.get_template("report.html.j2").render(
        **content, outcomes=outcomes, metrics=METRICS, titles=TITLES, kinds=_kinds(outcomes)
    )
    page = folder / "evaluation.html"
    page.write_text(html, encoding="utf-8")
    return page


def _kinds(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """How each kind of question went, over both parts, in order of first appearance."""
    rows = []
    for kind in dict.fromkeys(outcome.question.kind for outcome in outcomes):
        chosen = [outcome for outcome in outcomes if outcome.question.kind == kind]
        sources = [outcome for outcome in chosen if outcome.question.answerable]
        rows.append(
            {
                "kind": kind,
                "count": len(chosen),
                "passed": sum(outcome.passed for outcome in chosen),
                "recall": metrics.mean([metrics.recall(o.ranks, 5) for o in sources]),
                "baseline": metrics.mean([metrics.recall(o.baseline_ranks, 5) for o in sources]),
                "answerable": bool(sources),
            }
        )
    return rows
