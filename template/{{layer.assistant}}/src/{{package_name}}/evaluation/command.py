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

from ..agent.prompt import FaultyPrompt, read_prompt
from ..explaining import explained
from ..language_models.errors import ModelUnavailable
from ..planning.rules import NAME
from ..settings import Settings
from ..tools.sample_database import build as build_database
from ..wiring import build_model, sample_settings
from .candidates import build, row
from .candidates import report as models_report
from .dialogues import Dialogue, load
from .expected import FaultySet, shortfalls, thresholds
from .judge import Judge, agreement, least
from .judge import load as load_judged
from .run import METRICS, Outcome, hold, scores

REPORTS = Path("reports")
THRESHOLDS = Path("evaluation/thresholds.toml")
JUDGED = Path("evaluation/judged.jsonl")
_Set = Annotated[Path, typer.Option(help="Dialogues in JSONL.")]


def evaluate(
    dialogues: _Set = Path("evaluation/dialogues.jsonl"),
    model: Annotated[bool, typer.Option(help="With the model of models.toml.")] = False,
    models: Annotated[str, typer.Option(help="Compare these models: a,b or rules,a.")] = "",
    judge: Annotated[bool, typer.Option(help="Let the model judge the answers as well.")] = False,
) -> None:
    """Hold every dialogue of the set, write the report, fail below a threshold."""
    console = Console()
    with explained(FaultyPrompt, FaultySet, ModelUnavailable):
        if models:
            compare(console, load(dialogues), [one.strip() for one in models.split(",")])
            return
        chosen = _configured() if model or judge else None
        trusted = trusted_judge(console, chosen) if judge and chosen else None
        passed = measure(console, load(dialogues), chosen if model else None, trusted)
    raise typer.Exit(0 if passed else 1)


def measure(
    console: Console, dialogues: list[Dialogue], model: BaseChatModel | None, judge: Judge | None
) -> bool:
    """Hold the dialogues beside the baseline; return whether all thresholds are met.

    Without a model the rules answer, so the result is the same everywhere.
    """
    limits = thresholds(THRESHOLDS, METRICS)
    outcomes = held(console, dialogues, model)
    plain = held(console, dialogues, model, remembering=False)
    measured, baseline = scores(outcomes), scores(plain)
    if judge:
        measured["judged helpful"] = _helpful(judge, outcomes)
    answered_by = getattr(model, "name_of_first", NAME)
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
    short = shortfalls(measured, limits, METRICS)
    for sentence in short:
        console.print(sentence, style="red", highlight=False)
    page = _report(outcomes, plain, measured, baseline, str(answered_by))
    passed = sum(outcome.passed for outcome in outcomes)
    console.print(
        f"{passed} of {len(outcomes)} dialogues came out as they should. {page} shows each.",
        highlight=False,
    )
    return not short


def compare(console: Console, dialogues: list[Dialogue], names: list[str]) -> None:
    """Let each candidate hold the dialogues, and write the report that sets them side by side."""
    chosen = [(name, build(name)) for name in names]
    rows = []
    for name, model in chosen:
        outcomes = held(console, dialogues, model)
        if not any(outcome.answers for outcome in outcomes):
            raise FaultySet(f"{name} answered nothing: {outcomes[0].wrong[0]}")
        rows.append(row(name, outcomes))
    page = models_report(rows, REPORTS)
    console.print(page.read_text(encoding="utf-8"), markup=False, highlight=False)
    console.print(f"{page} shows it with a chart.", highlight=False)


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


def trusted_judge(console: Console, model: BaseChatModel) -> Judge:
    """Return the model as a judge, if it judges as people do. Raises FaultySet otherwise."""
    judge = Judge(model, read_prompt(Settings().runs.judge_prompt))
    judged, needed = load_judged(JUDGED), least(THRESHOLDS)
    for name, value in agreement(judge, judged).items():
        console.print(f"agreement with people, {name}: kappa {value:.2f}", highlight=False)
        if value < needed:
            raise FaultySet(
                f"the judge is not used: it agrees too little with people on what is {name} "
                f"(kappa {value:.2f}, needed {needed:.2f}): name another model, or mend its prompt"
            )
    return judge


def _configured() -> BaseChatModel:
    gateway = build_model()
    if gateway is None:
        raise FaultySet("no language model is configured: see README.md, or leave out the option")
    return gateway


def _helpful(judge: Judge, outcomes: list[Outcome]) -> float:
    verdicts = [
        judge.verdict(turn.say, "", answer)
        for outcome in outcomes
        for turn, answer in zip(outcome.dialogue.turns, outcome.answers, strict=False)
    ]
    return sum(verdict.helpful for verdict in verdicts) / max(1, len(verdicts))


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
            {"id": one.dialogue.id, "wrong": one.wrong, "answers": one.answers} for one in outcomes
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (REPORTS / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    return page
