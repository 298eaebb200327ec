"""The command line: it reads arguments and shows results; the work lies in the modules it calls."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from groundplan import arguments, creation, machine, target
from groundplan.arguments import Data, PresetName
from groundplan.catalogue import FREE, Catalogue, load
from groundplan.completion import complete, fitting
from groundplan.deciding import cli as deciding
from groundplan.errors import GroundplanError, TooLate
from groundplan.explanation import explain as explained
from groundplan.fleet import cli as fleet
from groundplan.identity import own_version
from groundplan.matrix import cli as matrix
from groundplan.names import suggestion
from groundplan.schema import Answers
from groundplan.updating import cli as updating

app = typer.Typer(
    name="groundplan",
    help="The answers to a short questionnaire become a complete AI repository.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(matrix.app, name="matrix")
app.add_typer(fleet.app, name="fleet")
app.add_typer(updating.app)
app.add_typer(deciding.app)

_INTERRUPTED = 130


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"groundplan {own_version()}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """The answers to a short questionnaire become a complete AI repository."""


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="The folder to make; its name is the project's.")],
    preset: PresetName = None,
    data: Data = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Take defaults, ask nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for a go-ahead.")] = False,
) -> None:
    """Make a repository: ask, show the plan, render, make the first commit."""
    from groundplan import display

    catalogue = load()
    given, preferring = arguments.answers(catalogue, data), arguments.preset(catalogue, preset)
    place = target.inspected(path)
    creation.check_git()
    console = Console()
    person = sys.stdin.isatty() and console.is_terminal
    here = machine.detect()
    asking = person and not (defaults or yes or preset)
    if asking:
        console.print(f"This machine: {here}", highlight=False)
        answers = _asked(catalogue, given, place, here)
    else:
        answers = {**given, **complete(catalogue, given, preferring)}
        answers.setdefault("project_name", arguments.folder_name(catalogue, place))
    name = answers["project_name"]
    core = {question: value for question, value in answers.items() if question not in FREE}
    plan = explained(catalogue, core, name)
    display.show_plan(console, plan, place, name)
    aside = [f"{key} {value}" for key, value in preferring.items() if core.get(key) != value]
    if aside:
        console.print(f"\nSet aside from preset {preset}: {', '.join(aside)}", highlight=False)
    chosen = asking or "hardware" in {**given, **preferring}
    better = {**given, "hardware": here.hardware}
    if not chosen and answers["hardware"] != here.hardware and fitting(catalogue, better):
        hint = f"\nThis machine: {here}. `-d hardware={here.hardware}` would suit it."
        console.print(hint, highlight=False)
    if person and not (defaults or yes):
        _confirmed()
    try:
        creation.create(
            answers, place, lambda folder: display.progress(console, folder, len(plan.files))
        )
        display.show_next(console, place)
    except KeyboardInterrupt as stopped:
        if target.filled(place):
            raise TooLate(f"stopped, and {path} was complete by then") from stopped
        raise


def _asked(
    catalogue: Catalogue, given: Answers, place: Path, here: machine.Machine
) -> dict[str, str]:
    """The answers of a person at the terminal; what this machine suggests is offered first."""
    from groundplan.questionnaire import ask

    complete(catalogue, given)  # what cannot be completed is refused before anything is asked
    name = suggestion(place.name, catalogue.reserved.names)
    return ask(catalogue, given, {"hardware": here.hardware, "project_name": name})


def _confirmed() -> None:
    from groundplan.questionnaire import confirm

    if not confirm("Write it?"):
        raise GroundplanError("stopped at your word, and nothing was written")


@app.command()
def blueprints() -> None:
    """Show what can be built, and the presets."""
    from groundplan.display import show_blueprints

    show_blueprints(Console(), load())


def main() -> None:
    """Run the command line; whatever goes wrong is told in one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(args=sys.argv[1:] or ["--help"], standalone_mode=False)
    except GroundplanError as error:
        _fail(str(error), error.code)
    except typer.TyperException as error:
        _fail(f"{error.format_message()} See groundplan --help.", error.exit_code)
    except typer.Abort:
        code = _INTERRUPTED
    except Exception as error:
        if os.environ.get("GROUNDPLAN_DEBUG"):
            raise
        _fail(
            f"a fault of Groundplan itself, {type(error).__name__}: {error}; "
            "set GROUNDPLAN_DEBUG=1 to see where, and please report it",
            1,
        )
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    sys.exit(code)


def _fail(sentence: str, code: int) -> NoReturn:
    print(f"groundplan: {' '.join(sentence.split())}", file=sys.stderr)
    sys.exit(code)
