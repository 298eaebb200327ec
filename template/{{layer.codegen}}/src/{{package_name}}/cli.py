"""The command line: `python -m <package>.cli --help`, or the Make targets that call it."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from . import demo as demonstration
from .evaluation import command as evaluation
from .evaluation.thresholds import FaultyThresholds
from .execution.compiler import NoCompiler
from .execution.workshop import NotTranslatable
from .explaining import explained
from .printing import show_event
from .programs.program import FaultyProgram, load
from .prompts import FaultyPrompt
from .sandbox.sandbox import described
from .settings import Settings
from .translation.translate import Translation, translate
from .wiring import build_translators, build_workshop

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

_explained = partial(
    explained,
    FaultyProgram,
    FaultyPrompt,
    FaultyThresholds,
    NoCompiler,
    NotTranslatable,
    evaluation.NoModel,
)


@app.command("translate")
def translate_file(
    file: Annotated[Path, typer.Argument(help="Python; its cases lie beside it, in .json.")],
    output: Annotated[Path | None, typer.Option(help="Where to write the C++.")] = None,
    recorded: Annotated[bool, typer.Option(help="Ask no model, take recordings.")] = False,
) -> None:
    """Translate the last function of a file, compile, compare, repair and time it."""
    with _explained():
        settings = Settings()
        program, translators = load(file), build_translators(settings, recorded=recorded)
        for event in translate(program, translators, build_workshop(settings), settings.translate):
            show_event(console, event)
    assert isinstance(event, Translation)
    if event.passed and output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(event.source, encoding="utf-8")
    raise typer.Exit(0 if event.passed else 1)


@app.command()
def evaluate(
    models: Annotated[
        str | None, typer.Option(help="With these models: a,b. Empty, with the configured one.")
    ] = None,
) -> None:
    """Rank translators on all programs, write the leaderboard, fail below a threshold."""
    with _explained():
        names = [] if models is None else [name.strip() for name in models.split(",")]
        passed = evaluation.evaluate(console, models=names)
    raise typer.Exit(0 if passed else 1)


@app.command()
def machine() -> None:
    """Say which compiler is used here, with which flags, and what the sandbox limits."""
    with _explained():
        compiler = build_workshop(Settings()).compiler
    lines = [compiler.version, f"fast: {' '.join(compiler.fast)}"]
    lines += [f"checked: {' '.join(compiler.checked)}", described()]
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def demo() -> None:
    """Rank recorded translations of a few programs, off-line and without a key."""
    with _explained():
        demonstration.run(console)


if __name__ == "__main__":
    app()
