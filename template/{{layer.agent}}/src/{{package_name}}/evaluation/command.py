"""`make evaluate`: from a file of tasks to a report and a verdict."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from ..agent.attaching import Planner
from ..agent.prompt import system_prompt
from ..planning.rules import NAME
from ..settings import Settings
from ..tools import open_tools
from ..tools.sample_database import build
from ..wiring import build_model, sample_settings
from .expected import FaultySet, shortfalls, thresholds
from .run import METRICS, Outcome, SearchOnly, do, scores
from .tasks import Task, load

REPORTS = Path("reports")
THRESHOLDS = Path("evaluation/thresholds.toml")


def evaluate(console: Console, path: Path, *, models: bool) -> bool:
    """Do every task, write the report, and return whether all thresholds are met.

    Without `models` the rules plan, so the result is the same everywhere.
    """
    tasks, limits = load(path), thresholds(THRESHOLDS, METRICS)
    gateway = build_model() if models else None
    if models and gateway is None:
        raise FaultySet("no language model is configured: see README.md, or leave out --models")
    settings = sample_settings()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        outcomes = _all(console, tasks, gateway or Planner(), settings, scratch / "own")
        plain = _all(console, tasks, SearchOnly(), settings, scratch / "baseline")
    measured, baseline = scores(outcomes), scores(plain)
    short = shortfalls(measured, limits, METRICS)
    planner = gateway.name_of_first if gateway else NAME
    table = Table(f"planned by {planner}", "measured", "search only", "threshold")
    for name, value in measured.items():
        limit = f"{limits[name]:.2f}" if name in limits else ""
        table.add_row(name, f"{value:.2f}", f"{baseline[name]:.2f}", limit)
    console.print(table)
    for outcome in outcomes:
        if outcome.wrong:
            told = f"{outcome.task.id}: {'; '.join(outcome.wrong)}"
            console.print(told, style="yellow", markup=False, highlight=False)
    for sentence in short:
        console.print(sentence, style="red", highlight=False)
    page = report(outcomes, plain, measured, baseline, limits, planner)
    passed = sum(outcome.passed for outcome in outcomes)
    console.print(
        f"{passed} of {len(outcomes)} tasks came out as they should. {page} shows each.",
        highlight=False,
    )
    return not short


def _all(
    console: Console, tasks: list[Task], model: BaseChatModel, settings: Settings, folder: Path
) -> list[Outcome]:
    system = system_prompt(settings.runs.prompt).text
    database = build(settings.tools.samples / "standard-library.sqlite")
    with open_tools(settings.tools) as opened:
        tools = {tool.name: tool for tool in opened}
        shown = track(tasks, "doing tasks", console=console, transient=True)
        return [
            do(task, model, tools, settings.budget, system, folder / task.id, database)
            for task in shown
        ]


def report(
    outcomes: list[Outcome],
    plain: list[Outcome],
    measured: Mapping[str, float],
    baseline: Mapping[str, float],
    limits: Mapping[str, float],
    planner: str,
) -> Path:
    """Write `reports/evaluation.md` and `.json`; return the first."""
    lines = ["# Evaluation", "", f"Planned by: {planner}.", ""]
    lines += ["| | measured | search only | threshold |", "|---|---|---|---|"]
    for name, value in measured.items():
        limit = f"{limits[name]:.2f}" if name in limits else ""
        lines.append(f"| {name} | {value:.2f} | {baseline[name]:.2f} | {limit} |")
    lines += ["", "| task | kind | came out | steps | search only |", "|---|---|---|---|---|"]
    for one, other in zip(outcomes, plain, strict=True):
        verdict = "as it should" if one.passed else "; ".join(one.wrong).replace("|", "/")
        base = "as it should" if other.passed else "not"
        asked = one.task.task.replace("|", "/").replace("\n", " ")[:80]
        lines.append(f"| {asked} | {one.task.kind} | {verdict} | {one.steps} | {base} |")
    REPORTS.mkdir(parents=True, exist_ok=True)
    page = REPORTS / "evaluation.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    content = {
        "planner": planner,
        "measured": dict(measured),
        "baseline": dict(baseline),
        "limits": dict(limits),
        "tasks": [
            {
                **one.task.model_dump(mode="json"),
                "wrong": one.wrong,
                "answer": one.answer,
                "steps": one.steps,
            }
            for one in outcomes
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    return page
