"""`make evaluate`: from a file of dialogues to a report and a verdict."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from langchain_core.language_models import BaseChatModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from ..candidates.build import choose
from ..candidates.compare import compare
from ..candidates.listed import FaultyCandidates
from ..candidates.rows import Result
from ..explaining import explained
from ..judging.judge import FaultyJudge, Judge
from ..judging.trust import judge_named
from ..judging.trust import shortfalls as judged_shortfalls
from ..language_models.errors import ModelUnavailable
from ..language_models.gateway import Gateway
from ..planning.rules import NAME
from ..prompts import FaultyPrompt
from ..tools.sample_database import build as build_database
from ..wiring import build_model, sample_settings
from .dialogues import Dialogue, load
from .expected import FaultySet, shortfalls, thresholds
from .run import METRICS, Outcome, hold, scores

RULES = "rules"
REPORTS = Path("reports")
THRESHOLDS = Path("evaluation/thresholds.toml")
_FAULTS = (FaultyCandidates, FaultyJudge, FaultyPrompt, FaultySet, ModelUnavailable)
_Set = Annotated[Path, typer.Option(help="Dialogues in JSONL.")]


def evaluate(
    dialogues: _Set = Path("evaluation/dialogues.jsonl"),
    model: Annotated[bool, typer.Option(help="With the model of models.toml.")] = False,
    models: Annotated[str, typer.Option(help="Compare candidates: rules,a,b.")] = "",
    judge: Annotated[str, typer.Option(help="Let this candidate judge the answers.")] = "",
) -> None:
    """Hold every dialogue of the set, write the report, fail below a threshold."""
    console = Console()
    with explained(*_FAULTS):
        holding, chosen = load(dialogues), choose(models, RULES) if models else []
        gateway = _configured() if model else None
        answering = [one.model.name_of_first for one in chosen if one.model]
        answering += [gateway.name_of_first] if gateway else []
        judging = judge_named(console, judge, answering) if judge else None

        def tried(candidate: Gateway | None) -> Result:
            outcomes = held(console, holding, candidate)
            judged = _judged(judging, outcomes)
            quality = {name: value for name, value in scores(outcomes).items() if name in METRICS}
            cases = [turn.case for one in outcomes for turn in one.turns]
            return Result({**quality, **judged}, cases)

        if models:
            passed = compare(console, chosen, tried, REPORTS, "turn")
        else:
            passed = measure(console, holding, gateway, judging)
    raise typer.Exit(0 if passed else 1)


def measure(
    console: Console, dialogues: list[Dialogue], model: Gateway | None, judge: Judge | None
) -> bool:
    """Hold the dialogues beside the baseline; return whether all thresholds are met.

    Without a model the rules answer, so the result is the same everywhere.
    """
    limits = thresholds(THRESHOLDS, METRICS)
    outcomes = held(console, dialogues, model)
    plain = held(console, dialogues, model, remembering=False)
    judged, baseline = _judged(judge, outcomes), scores(plain)
    measured = {**scores(outcomes), **judged}
    answered_by = model.name_of_first if model else NAME
    table = Table(f"answered by {answered_by}", "measured", "without memory", "threshold")
    for name, value in measured.items():
        limit = f"{limits[name]:.2f}" if name in limits else ""
        base = f"{baseline[name]:.2f}" if name in baseline else ""
        table.add_row(name, f"{value:.2f}", base, limit)
    console.print(table)
    for outcome in outcomes:
        if outcome.wrong:
            sentence = f"{outcome.dialogue.id}: {'; '.join(outcome.wrong)}"
            console.print(sentence, style="yellow", markup=False, highlight=False)
    short = shortfalls(measured, limits, METRICS) + judged_shortfalls(judged)
    for sentence in short:
        console.print(sentence, style="red", highlight=False)
    page = _report(outcomes, plain, measured, baseline, answered_by)
    passed = sum(outcome.passed for outcome in outcomes)
    turns = [turn for one in outcomes for turn in one.turns]
    console.print(
        f"{passed} of {len(outcomes)} dialogues came out as they should; of {len(turns)} turns "
        f"{sum(bool(turn.unanswered) for turn in turns)} were not done, and steps, seconds, tokens "
        f"and cost are of those that were. {page} shows each.",
        highlight=False,
    )
    return not short


def held(
    console: Console,
    dialogues: list[Dialogue],
    model: BaseChatModel | None,
    *,
    remembering: bool = True,
) -> list[Outcome]:
    """Hold all dialogues, each in a folder of its own."""
    settings = sample_settings()
    database = build_database(settings.tools.samples / "standard-library.sqlite")
    shown = track(dialogues, "holding dialogues", console=console, transient=True)
    with tempfile.TemporaryDirectory() as folder:
        return [
            hold(one, settings, Path(folder) / one.id, database, model, remembering=remembering)
            for one in shown
        ]


def _configured() -> Gateway:
    gateway = build_model()
    if gateway is None:
        raise FaultySet("no language model is configured: see README.md, or leave out --model")
    return gateway


def _judged(judge: Judge | None, outcomes: list[Outcome]) -> dict[str, float]:
    turns = [turn.shown for one in outcomes for turn in one.turns if turn.shown.answer]
    return judge.shares(turns) if judge else {}


def _report(
    outcomes: list[Outcome],
    plain: list[Outcome],
    measured: Mapping[str, float],
    baseline: Mapping[str, float],
    answered_by: str,
) -> Path:
    """Write `reports/evaluation.md` and `.json`; return the first."""
    lines = ["# Evaluation", "", f"Answered by: {answered_by}.", ""]
    lines += ["| | measured | without memory |", "|---|---|---|"]
    lines += [
        f"| {name} | {value:.2f} | {f'{baseline[name]:.2f}' if name in baseline else ''} |"
        for name, value in measured.items()
    ]
    lines += ["", "| dialogue | kind | came out | without memory |", "|---|---|---|---|"]
    for one, other in zip(outcomes, plain, strict=True):
        verdict = "as it should" if one.passed else "; ".join(one.wrong).replace("|", "/")
        base = "as it should" if other.passed else "not"
        lines.append(f"| {one.dialogue.id} | {one.dialogue.kind} | {verdict} | {base} |")
    REPORTS.mkdir(parents=True, exist_ok=True)
    page = REPORTS / "evaluation.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    content = {
        "answered_by": answered_by,
        "measured": dict(measured),
        "baseline": dict(baseline),
        "dialogues": [
            {
                "id": one.dialogue.id,
                "wrong": one.wrong,
                "answers": [turn.shown.answer for turn in one.turns],
            }
            for one in outcomes
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    return page
