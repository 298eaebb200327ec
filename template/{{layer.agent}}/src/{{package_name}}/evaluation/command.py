"""`make evaluate`: from a file of tasks to a report and a verdict."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from ..agent.attaching import Planner
from ..agent.prompt import system_prompt
from ..candidates.build import choose
from ..candidates.compare import compare
from ..candidates.listed import FaultyCandidates
from ..candidates.rows import Result
from ..explaining import explained
from ..judging.judge import FaultyJudge, Judge, Shown, known
from ..judging.trust import judge_named
from ..judging.trust import shortfalls as judged_shortfalls
from ..language_models.errors import ModelUnavailable
from ..language_models.gateway import Gateway
from ..planning.rules import NAME
from ..prompts import FaultyPrompt
from ..tools import ToolError, open_tools
from ..tools.sample_database import build
from ..wiring import build_model, sample_settings
from .expected import FaultySet, shortfalls, thresholds
from .run import METRICS, Outcome, SearchOnly, do, scores
from .tasks import Task, load

RULES = "rules"
REPORTS = Path("reports")
THRESHOLDS = Path("evaluation/thresholds.toml")
_FAULTS = (FaultyCandidates, FaultyJudge, FaultyPrompt, FaultySet, ModelUnavailable, ToolError)
_Set = Annotated[Path, typer.Option(help="Tasks in JSONL.")]


def evaluate(
    tasks: _Set = Path("evaluation/tasks.jsonl"),
    model: Annotated[bool, typer.Option(help="With the model of models.toml.")] = False,
    models: Annotated[str, typer.Option(help="Compare candidates: rules,a,b.")] = "",
    judge: Annotated[str, typer.Option(help="Let this candidate judge the answers.")] = "",
) -> None:
    """Do every task of the set, write the report, fail below a threshold."""
    console = Console()
    with explained(*_FAULTS):
        doing, chosen = load(tasks), choose(models, RULES) if models else []
        gateway = _configured() if model else None
        answering = [one.model.name_of_first for one in chosen if one.model]
        answering += [gateway.name_of_first] if gateway else []
        judging = judge_named(console, judge, answering) if judge else None

        def tried(candidate: Gateway | None) -> Result:
            outcomes = done(console, doing, candidate)
            judged = _judged(judging, outcomes)
            quality = {name: value for name, value in scores(outcomes).items() if name in METRICS}
            return Result({**quality, **judged}, [one.case for one in outcomes])

        if models:
            passed = compare(console, chosen, tried, REPORTS, "task")
        else:
            passed = measure(console, doing, gateway, judging)
    raise typer.Exit(0 if passed else 1)


def measure(
    console: Console, tasks: list[Task], gateway: Gateway | None, judge: Judge | None
) -> bool:
    """Do the tasks beside the baseline; return whether all thresholds are met.

    Without a model the rules plan, so the result is the same everywhere.
    """
    limits = thresholds(THRESHOLDS, METRICS)
    outcomes = done(console, tasks, gateway)
    plain = done(console, tasks, SearchOnly())
    judged, baseline = _judged(judge, outcomes), scores(plain)
    measured = {**scores(outcomes), **judged}
    short = shortfalls(measured, limits, METRICS) + judged_shortfalls(judged)
    planner = gateway.name_of_first if gateway else NAME
    table = Table(f"planned by {planner}", "measured", "search only", "threshold")
    for name, value in measured.items():
        limit = f"{limits[name]:.2f}" if name in limits else ""
        base = f"{baseline[name]:.2f}" if name in baseline else ""
        table.add_row(name, f"{value:.2f}", base, limit)
    console.print(table)
    for outcome in outcomes:
        if outcome.wrong:
            told = f"{outcome.task.id}: {'; '.join(outcome.wrong)}"
            console.print(told, style="yellow", markup=False, highlight=False)
    for sentence in short:
        console.print(sentence, style="red", highlight=False)
    page = report(outcomes, plain, measured, baseline, limits, planner)
    passed = sum(outcome.passed for outcome in outcomes)
    unfinished = sum(bool(outcome.unfinished) for outcome in outcomes)
    console.print(
        f"{passed} of {len(outcomes)} tasks came out as they should, {unfinished} did not finish; "
        f"steps, cost and seconds are of those that did. {page} shows each.",
        highlight=False,
    )
    return not short


def done(console: Console, tasks: list[Task], model: Gateway | SearchOnly | None) -> list[Outcome]:
    """Do all tasks, each in a folder of its own; rules plan where no model is given."""
    settings = sample_settings()
    system = system_prompt(settings.runs.prompt).text
    database = build(settings.tools.samples / "standard-library.sqlite")
    prices = [source.price for source in model.sources] if isinstance(model, Gateway) else []
    budget = settings.budget.priced(prices)
    shown = track(tasks, "doing tasks", console=console, transient=True)
    with tempfile.TemporaryDirectory() as folder, open_tools(settings.tools) as opened:
        tools = {tool.name: tool for tool in opened}
        return [
            do(one, model or Planner(), tools, budget, system, Path(folder) / one.id, database)
            for one in shown
        ]


def _configured() -> Gateway:
    gateway = build_model()
    if gateway is None:
        raise FaultySet("no language model is configured: see README.md, or leave out --model")
    return gateway


def _judged(judge: Judge | None, outcomes: list[Outcome]) -> dict[str, float]:
    shown = [
        Shown(question=one.task.task, known=known([], one.found), answer=one.answer)
        for one in outcomes
        if one.answer
    ]
    return judge.shares(shown) if judge else {}


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
        base = f"{baseline[name]:.2f}" if name in baseline else ""
        lines.append(f"| {name} | {value:.2f} | {base} | {limit} |")
    lines += ["", "| task | kind | came out | steps | search only |", "|---|---|---|---|---|"]
    for one, other in zip(outcomes, plain, strict=True):
        verdict = "as it should" if one.passed else "; ".join(one.wrong).replace("|", "/")
        base = "as it should" if other.passed else "not"
        asked = one.task.task.replace("|", "/").replace("\n", " ")[:80]
        lines.append(f"| {asked} | {one.task.kind} | {verdict} | {one.spent.steps} | {base} |")
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
                "spent": one.spent.model_dump(),
                "seconds": round(one.seconds, 2),
                "unfinished": one.unfinished,
            }
            for one in outcomes
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    return page
