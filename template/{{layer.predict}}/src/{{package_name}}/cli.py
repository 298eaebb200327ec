"""The command line. Every command is also a Make target; `make help` lists them.

Errors that a person can put right end with one sentence and exit code 1.
"""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from .errors import UserError
from .explaining import explained
from .settings import PredictSettings

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__.splitlines()[0])
console = Console(highlight=False)

_explained = partial(explained, UserError, OSError)

Data = Annotated[str, typer.Option(help="CSV or Parquet file; without it the sample table")]
Target = Annotated[str, typer.Option(help="Column to predict")]
Group = Annotated[str, typer.Option(help="Column whose equal values stay on one side of a split")]
Time = Annotated[str, typer.Option(help="Column of time; the latest rows become the test set")]


def configured(**options: Any) -> PredictSettings:
    """Settings with the options that were given."""
    return PredictSettings(**{name: value for name, value in options.items() if value})


@app.command()
def train(
    data: Data = "",
    target: Target = "",
    group: Group = "",
    time: Time = "",
    tune: Annotated[bool, typer.Option("--tune", help="Search for better parameters")] = False,
    trials: Annotated[int, typer.Option(help="Tries per model when tuning")] = 0,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take over from a champion of another table")
    ] = False,
) -> None:
    """Compare the models, register the best, promote it if it beats the champion."""
    from .terminal import train_with_progress
    from .wiring import build_registry

    with _explained():
        settings = configured(data=data, target=target, group=group, time=time, trials=trials)
        registry = build_registry(settings)
        train_with_progress(settings, registry, console, tuned=tune, replace=replace)


@app.command()
def evaluate(data: Data = "", target: Target = "") -> None:
    """Hold the champion against its thresholds; exit code 1 if one is missed."""
    from .evaluation import evaluate as run
    from .serving.runtime import model_source
    from .sources import as_trained
    from .terminal import show_checks
    from .wiring import build_registry

    with _explained():
        settings = configured(data=data, target=target)
        settings = as_trained(settings, build_registry(settings))
        checks = run(settings, model_source(settings).load())
        show_checks(console, checks)
        if not all(check.passed for check in checks):
            raise typer.Exit(1)


@app.command()
def predict(
    row: Annotated[str, typer.Argument(help='One row as JSON: {"column": value, …}')],
) -> None:
    """Answer one row."""
    from .rows import parse_row
    from .serving.runtime import model_source

    with _explained():
        scorer = model_source(PredictSettings()).load()
        console.print(scorer.score([parse_row(row)])[0].model_dump_json(), markup=False)


@app.command()
def demo() -> None:
    """Train on the sample table, answer rows that no model has seen, look for drift."""
    from .demo import run

    with _explained():
        run(PredictSettings(data="", group="", time=""), console)


@app.command()
def drift(
    data: Annotated[Path | None, typer.Option(help="Rows to compare; else the log")] = None,
) -> None:
    """Hold new rows against the training rows: exit code 0 no drift, 3 drift, 4 too few rows."""
    from .monitoring.drift_report import drift_report
    from .wiring import build_log, build_registry

    with _explained():
        settings = PredictSettings()
        report = drift_report(settings, build_registry(settings), build_log(settings), data)
        console.print(f"{report.sentence} ({report.path})", markup=False)
        raise typer.Exit(report.code)


@app.command()
def retrain(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Only on drift or feedback")
    ] = False,
    data: Data = "",
    target: Target = "",
) -> None:
    """Train again on the table and the feedback together."""
    from .monitoring.retraining import reason_to_retrain
    from .terminal import retrain_with_progress
    from .wiring import build_log, build_registry

    with _explained():
        settings = configured(data=data, target=target)
        registry, log = build_registry(settings), build_log(settings)
        reason = reason_to_retrain(settings, registry, log) if if_needed else "asked for"
        if reason is None:
            console.print("No reason to retrain: no drift, and little new feedback.")
            return
        console.print(f"Retraining: {reason}.", markup=False)
        retrain_with_progress(settings, registry, log, console)


@app.command()
def rollback() -> None:
    """Make the champion's predecessor the champion again."""
    from .serving.release import release
    from .wiring import build_registry

    with _explained():
        settings = PredictSettings()
        registry = build_registry(settings)
        number = registry.rollback()
        release(registry, settings.released)
        console.print(f"Version {number} is the champion again.")


@app.command()
def models() -> None:
    """List the registered models, the newest first."""
    from .terminal import show_versions
    from .wiring import build_registry

    with _explained():
        show_versions(console, build_registry(PredictSettings()).versions())


if __name__ == "__main__":
    app()
