"""`make evaluate` and `make calibrate`: from a file of questions to a report and a verdict."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry
from rich.console import Console
from rich.table import Table

from ..settings import Settings
from ..wiring import Assistant, build_store, open_assistant, run_ingest, sample_settings
from . import calibration, hostile, models, report
from .questions import FaultyQuestions, Question, documents, load
from .run import METRICS, baseline_scores, scores
from .thresholds import THRESHOLDS, shortfalls, thresholds
from .trial import Trials
from .writing import writing

REPORTS = Path("reports")


def evaluate(
    console: Console, path: Path, *, own: bool, model: bool, names: str, judge: str
) -> bool:
    """Ask every question, write the report, and return whether all thresholds are met.

    With neither `model` nor `names` nothing but the fitted embedder is used, so the result is the
    same everywhere. `model` takes all models of models.toml; `names` are candidates for the
    language model, compared with each other, and `judge` one that judges. Raises NoModel.
    """
    questions, least, cases = load(path), thresholds(THRESHOLDS), hostile.load()
    bounds = hostile.thresholds()
    _open(questions, own=own, models=model)
    settings = Settings() if own else sample_settings()
    registry = CollectorRegistry()
    with tempfile.TemporaryDirectory() as folder:
        own_stores = Path(folder)
        trials = Trials(console, questions, cases, settings, own_stores, offline=not model)
        if names:
            return models.compare(console, names, judge, trials.tried, REPORTS)
        writer = models.configured(registry) if model else None
        judging = models.judging(console, judge, [writer.name] if writer else [])
        trial = trials.tried(writer)
    outcomes, attacked = trial.outcomes, trial.attacked
    measured, plain = scores(outcomes, "test"), baseline_scores(outcomes, "test")
    shares = hostile.shares(attacked)
    faults = shortfalls(measured, least) + shortfalls(shares, bounds)
    if writer:
        contributed = writing(outcomes)
        told = f"{writer.name}: {contributed.told()}; {models.took(registry)}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
        faults += (
            [] if contributed.written else [f"{writer.name} wrote nothing that could be shown"]
        )
    judged = judging(trial)
    faults += models.shortfalls(judged)
    written = report.write(outcomes, least, faults, Settings().answer.least_support, REPORTS)
    table = Table("metric, on the test questions", "measured", "keywords only", "threshold")
    for name in METRICS:
        threshold = f"{least[name]:.3f}" if name in least else "none"
        table.add_row(name, f"{measured[name]:.3f}", f"{plain[name]:.3f}", threshold)
    for name, value in {**shares, **judged}.items():
        threshold = f"{bounds[name]:.3f}" if name in bounds else ""
        table.add_row(name, f"{value:.3f}", "", threshold)
    console.print(table)
    for one in attacked:
        if one.wrong:
            sentence = f"{one.case.id}: {'; '.join(one.wrong)}"
            console.print(sentence, style="yellow", markup=False, highlight=False)
    for fault in faults:
        console.print(fault, style="red", highlight=False)
    passed = sum(outcome.passed for outcome in outcomes)
    console.print(
        f"{passed} of {len(outcomes)} questions went as they should; half of the answers took up "
        f"to {measured['p50_ms']:.0f} ms, 95 of 100 up to {measured['p95_ms']:.0f} ms. "
        f"{written} shows each.",
        highlight=False,
        soft_wrap=True,
    )
    return not faults


def calibrate(console: Console, path: Path, *, own: bool) -> None:
    """Fit the refusal on the development questions and print the settings for `.env`."""
    questions = load(path)
    kinds = {question.answerable for question in questions if question.part == "development"}
    if len(kinds) < 2:
        raise FaultyQuestions(f"{path} needs development questions with and without an answer")
    assistant = _open(questions, own=own, models=own)
    fitted, accuracy = calibration.calibrate(
        questions, assistant.retriever, assistant.vocabulary(), Settings().answer
    )
    console.print(f"# refusal accuracy on the development questions: {accuracy:.3f}")
    for name in ("least_support", "support_bias", "support_known", "support_covered"):
        console.print(f"ANSWER_{name.upper()}={getattr(fitted, name)}", highlight=False)
    console.print(f"ANSWER_SUPPORT_LENGTH={fitted.support_length}", highlight=False)


def _open(questions: Sequence[Question], *, own: bool, models: bool) -> Assistant:
    settings = Settings() if own else sample_settings()
    if not own:
        run_ingest(settings, build_store(settings), None, offline=not models)
    assistant = open_assistant(settings, offline=not models)
    missing = documents(questions) - {
        document.name for document in assistant.store.snapshot().documents()
    }
    if missing:
        some = ", ".join(sorted(missing)[:3])
        raise FaultyQuestions(f"the questions expect documents that the store lacks: {some}")
    return assistant
