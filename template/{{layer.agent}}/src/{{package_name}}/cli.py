"""The command line: `python -m <package>.cli --help`, or the Make targets that call it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from . import demo as demonstration
from .agent.attachments import contents
from .agent.picture import mermaid
from .agent.plain import plain
from .agent.prompt import system_prompt
from .agent.replay import replay as compared
from .evaluation import command as evaluation
from .explaining import explained
from .ports import Event, RunError
from .printing import show, show_calls
from .prompts import FaultyPrompt
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .tools.sandbox import enforced
from .wiring import Assembled, open_agent

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

_explained = partial(explained, FaultyPrompt, FaultyTools, RunError, StagesUnusable, ToolError)
Run = Annotated[str, typer.Argument(help="The run; left out: the last one.")]
Pictures = Annotated[
    list[Path], typer.Option("--picture", default_factory=list, help="For it, where it takes any.")
]
Offline = Annotated[bool, typer.Option(help="Plan with rules; ask no language model.")]


@contextmanager
def _opened(offline: bool = False) -> Iterator[Assembled]:
    with _explained(), open_agent(Settings(), offline=offline) as assembled:
        yield assembled


def _named(assembled: Assembled, run: str) -> str:
    runs = assembled.agent.traces.runs()
    if not run and not runs:
        raise RunError('there is no run yet: make run TASK="…"')
    return run or runs[-1]


def _shown(assembled: Assembled, run: str) -> list[str]:
    """Print what a run waits for; return the ids of these calls, and of no others."""
    standing = assembled.agent.standing(run)
    calls = standing.calls if standing.kind == "waiting" else ()
    console.print(f"run {run}", style="bold", highlight=False)
    show_calls(console, calls)
    return [call.id for call in calls]


def _ended(last: Event) -> None:
    """Exit with 0 where the run is done or waits for a person, else with 1."""
    done = last.kind == "waiting" or (last.kind == "finished" and not last.stopped)
    raise typer.Exit(0 if done else 1)


@app.command()
def run(task: str, pictures: Pictures, offline: Offline = False) -> None:
    """Do a task; what has side effects waits for approval."""
    with _opened(offline) as assembled:
        console.print(f"Planned by: {assembled.planner}", style="dim", highlight=False)
        last = show(console, assembled.agent.run(task, files=contents(pictures)))
    _ended(last)


@app.command()
def approve(run: Run = "", offline: Offline = False) -> None:
    """Approve the calls that a run waits for, and go on."""
    with _opened(offline) as assembled:
        name = _named(assembled, run)
        calls = _shown(assembled, name)
        last = show(console, assembled.agent.decide(name, approved=True, calls=calls))
    _ended(last)


@app.command()
def refuse(
    run: Run = "",
    reason: Annotated[str, typer.Option(help="What the planner is told.")] = "",
    offline: Offline = False,
) -> None:
    """Refuse the calls that a run waits for, and go on without them."""
    with _opened(offline) as assembled:
        name = _named(assembled, run)
        calls = _shown(assembled, name)
        events = assembled.agent.decide(name, approved=False, reason=reason, calls=calls)
        last = show(console, events)
    _ended(last)


@app.command()
def resume(run: Run = "", offline: Offline = False) -> None:
    """Go on with a run that was killed or paused, where it was."""
    with _opened(offline) as assembled:
        last = show(console, assembled.agent.resume(_named(assembled, run)))
    _ended(last)


@app.command()
def runs() -> None:
    """List the runs, and where each stands."""
    table = Table("run", "stands", "task")
    with _opened(offline=True) as assembled:
        traces = assembled.agent.traces
        for name in traces.runs():
            events = traces.read(name)
            task = next((event.task for event in events if event.kind == "started"), "")
            table.add_row(name, events[-1].kind if events else "", Text(plain(task[:80])))
    console.print(table)


@app.command()
def replay(run: Run = "") -> None:
    """Run a recorded run again from its trace alone, and compare."""
    with _opened(offline=True) as assembled:
        name = _named(assembled, run)
        events = assembled.agent.traces.read(name)
        system = system_prompt(Settings().runs.prompt)
        difference = compared(events, assembled.tools, system.text)
    if difference:
        told = plain(f"run {name}: {difference}")
        console.print(told, style="red", markup=False, highlight=False)
        raise typer.Exit(1)
    console.print(f"run {name}: its {len(events)} events happen again, just so.", highlight=False)


@app.command()
def tools() -> None:
    """List the tools, and say before which of them a person is asked."""
    table = Table("tool", "asks first", "what it is for")
    with _opened(offline=True) as assembled:
        for tool in assembled.tools.values():
            purpose = tool.description.partition("\n")[0]
            table.add_row(tool.name, "yes" if tool.side_effects else "", Text(plain(purpose)))
    console.print(table)
    console.print(f"run_python on this machine: {enforced()}.", highlight=False)


@app.command()
def graph() -> None:
    """Write the picture of the graph to reports/graph.md, as Mermaid."""
    page = Path("reports/graph.md")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"# The graph\n\n```mermaid\n{mermaid()}```\n", encoding="utf-8")
    console.print(mermaid(), highlight=False, markup=False)
    console.print(f"{page} shows it drawn, on GitHub and in editors.", highlight=False)


app.command("evaluate")(evaluation.evaluate)


@app.command()
def demo() -> None:
    """Do three tasks with the samples, off-line and without a key."""
    with _explained():
        demonstration.run(console)


if __name__ == "__main__":
    app()
