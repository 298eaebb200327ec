"""What the command line shows: progress while it works, tables when it is done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from .evaluation import Check
from .learning import task
from .learning.learners import notice
from .learning.training import Result
from .monitoring.prediction_log import PredictionLog
from .monitoring.retraining import retrain
from .pipeline import Training, train
from .ports import Registry, Version
from .reporting import write_reports
from .settings import PredictSettings


@contextmanager
def progress(console: Console, text: str) -> Iterator[Progress]:
    """A line with a spinner that is gone when the work is done; nothing where no terminal is."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as shown:
        shown.add_task(text, total=None)
        yield shown


def train_with_progress(
    settings: PredictSettings,
    registry: Registry,
    console: Console,
    *,
    tuned: bool,
    replace: bool = False,
) -> Training:
    """Train, say which model is done, and write the reports."""
    if notice():
        console.print(notice())
    with progress(console, "Reading the table") as shown:

        def on_result(result: Result) -> None:
            shown.update(shown.task_ids[0], description=f"{result.name}: {result.score:.4f}")

        def on_trial(name: str, number: int, best: float) -> None:
            shown.update(shown.task_ids[0], description=f"{name}, try {number}: {best:.4f}")

        done = train(
            settings,
            registry,
            tuned=tuned,
            replace=replace,
            on_result=on_result,
            on_trial=on_trial,
        )
        write_reports(settings, done)
    show_training(console, settings, done)
    return done


def retrain_with_progress(
    settings: PredictSettings, registry: Registry, log: PredictionLog, console: Console
) -> None:
    """Retrain, write the reports, and say how much feedback was used."""
    with progress(console, "Training on the table and the feedback"):
        done, used, unusable = retrain(settings, registry, log)
        write_reports(settings, done)
    console.print(f"{used} rows of feedback were added, {unusable} could not be used.")
    show_training(console, settings, done)


def show_training(console: Console, settings: PredictSettings, done: Training) -> None:
    """The comparison, the decision, and where the report lies."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    figures = list(done.winner.test_metrics)[:3]
    table.add_column("model")
    for name in ["folds", "±", *(f"test {name}" for name in figures), "seconds"]:
        table.add_column(name, justify="right", no_wrap=True)
    for result in done.results:
        table.add_row(
            result.name,
            f"{result.score:.3f}",
            f"{result.deviation:.3f}",
            *(f"{result.test_metrics[name]:.3f}" for name in figures),
            f"{result.seconds:.1f}",
            style="bold green" if result is done.winner else "",
        )
    console.print(table)
    verb = "is the new champion" if done.decision.promoted else "stays a challenger"
    console.print(
        f"Version {done.number} ({done.winner.name}) {verb}: {done.decision.reason}.",
        markup=False,
        soft_wrap=True,
    )
    console.print(f"Report: {settings.comparison}", markup=False)


def show_checks(console: Console, checks: Sequence[Check]) -> None:
    """One line per check."""
    for check in checks:
        mark = "[green]passed[/]" if check.passed else "[bold red]MISSED[/]"
        console.print(f"{mark}  {check.name}: {check.value}, {check.wanted}", soft_wrap=True)


def show_versions(console: Console, versions: Sequence[Version]) -> None:
    """Every registered model."""
    if not versions:
        console.print("No model yet: run `make train`.")
    for version in versions:
        mark = "champion" if version.champion else ""
        console.print(
            f"{version.number:>4}  {version.model:<10} {task.METRIC} {version.score:.4f}  {mark}"
        )
