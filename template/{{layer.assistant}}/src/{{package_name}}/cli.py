"""The command line: `python -m <package>.cli --help`, or the Make targets that call it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from . import demo as demonstration
from .agent.plain import plain
from .conversations.assistant import Assistant
from .conversations.store import NoConversation
from .evaluation import command as evaluation
from .evaluation.expected import FaultySet
from .explaining import explained
from .ports import Event, RunError
from .printing import show, show_calls
from .prompts import FaultyPrompt
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .tools.sandbox import enforced
from .wiring import Assembled, open_assistant

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

OWNER = "you"
_explained = partial(
    explained, FaultyPrompt, FaultySet, FaultyTools, RunError, StagesUnusable, ToolError
)
Which = Annotated[str, typer.Argument(help="The conversation; left out: the last one.")]
Offline = Annotated[bool, typer.Option(help="Answer with rules; ask no language model.")]


@contextmanager
def _opened(offline: bool = False) -> Iterator[Assembled]:
    with _explained(), open_assistant(Settings(), offline=offline) as assembled:
        yield assembled


def _named(assistant: Assistant, which: str) -> str:
    """The conversation that is meant; the beginning of its id will do."""
    known = [one.id for one in assistant.store.conversations(OWNER)]
    found = [one for one in known if one.startswith(which)]
    if not found:
        missing = f"there is no conversation {which}".rstrip()
        raise NoConversation(f"{missing}: make chat begins one")
    return found[0]


def _shown(assistant: Assistant, conversation: str) -> tuple[str, ...]:
    """Print what a conversation waits for; return the ids of these calls, and of no others."""
    calls = [call for turn in assistant.told(OWNER, conversation) for call in turn.calls]
    show_calls(console, calls)
    return tuple(call.id for call in calls)


def _ended(last: Event) -> None:
    """Exit with 0 where the turn is done or waits for a person, else with 1."""
    done = last.kind == "waiting" or (last.kind == "finished" and not last.stopped)
    raise typer.Exit(0 if done else 1)


@app.command()
def chat(
    which: Annotated[str, typer.Option(help="Go on with this one; left out: a new one.")] = "",
    offline: Offline = False,
) -> None:
    """Talk on this terminal; an empty line ends it."""
    with _opened(offline) as assembled:
        assistant = assembled.assistant
        conversation = _named(assistant, which) if which else assistant.store.begin(OWNER)
        console.print(f"{assembled.about} An empty line ends it.", style="dim", highlight=False)
        while question := console.input("[bold]you:[/bold] ").strip():
            last = show(console, assistant.say(OWNER, conversation, question))
            while last.kind == "waiting":
                approved = typer.confirm("May it?")
                last = show(console, assistant.decide(OWNER, conversation, approved=approved))


@app.command()
def say(
    question: str,
    new: Annotated[bool, typer.Option(help="In a new conversation.")] = False,
    offline: Offline = False,
) -> None:
    """Say one thing in the last conversation, or in a new one."""
    with _opened(offline) as assembled:
        assistant = assembled.assistant
        begin = new or not assistant.store.conversations(OWNER)
        conversation = assistant.store.begin(OWNER) if begin else _named(assistant, "")
        last = show(console, assistant.say(OWNER, conversation, question))
    _ended(last)


@app.command()
def approve(which: Which = "", offline: Offline = False) -> None:
    """Approve the calls that a conversation waits for, and go on."""
    with _opened(offline) as assembled:
        assistant = assembled.assistant
        conversation = _named(assistant, which)
        calls = _shown(assistant, conversation)
        events = assistant.decide(OWNER, conversation, approved=True, calls=calls)
        last = show(console, events)
    _ended(last)


@app.command()
def refuse(
    which: Which = "",
    reason: Annotated[str, typer.Option(help="What the assistant is told.")] = "",
    offline: Offline = False,
) -> None:
    """Refuse the calls that a conversation waits for, and go on without them."""
    with _opened(offline) as assembled:
        assistant = assembled.assistant
        conversation = _named(assistant, which)
        calls = _shown(assistant, conversation)
        events = assistant.decide(OWNER, conversation, approved=False, reason=reason, calls=calls)
        last = show(console, events)
    _ended(last)


@app.command()
def resume(which: Which = "", offline: Offline = False) -> None:
    """Go on with a turn that was killed or paused, where it was."""
    with _opened(offline) as assembled:
        assistant = assembled.assistant
        last = show(console, assistant.resume(OWNER, _named(assistant, which)))
    _ended(last)


@app.command()
def conversations() -> None:
    """List the conversations of this terminal, the latest first."""
    table = Table("conversation", "changed", "began with")
    with _opened(offline=True) as assembled:
        for one in assembled.assistant.store.conversations(OWNER):
            changed = datetime.fromtimestamp(one.changed).strftime("%Y-%m-%d %H:%M")
            table.add_row(one.id[:12], changed, Text(plain(one.title)))
    console.print(table)


@app.command()
def takeout(which: Which = "") -> None:
    """Write a conversation to reports/conversation-ID.json, with all that is kept of it."""
    with _opened(offline=True) as assembled:
        conversation = _named(assembled.assistant, which)
        content = assembled.assistant.exported(OWNER, conversation)
    page = Path(f"reports/conversation-{conversation[:12]}.json")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console.print(f"{page} holds {len(content['turns'])} turns.", highlight=False)


@app.command()
def delete(which: Annotated[str, typer.Argument(help="The conversation.")]) -> None:
    """Delete a conversation, and everything that is kept of it."""
    with _opened(offline=True) as assembled:
        if not which:
            raise NoConversation("name the conversation that is to go: make delete ID=id")
        conversation = _named(assembled.assistant, which)
        assembled.assistant.delete(OWNER, conversation)
    console.print(f"conversation {conversation[:12]} is gone.", highlight=False)


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


app.command("evaluate")(evaluation.evaluate)


@app.command()
def demo() -> None:
    """Talk with the samples, off-line and without a key."""
    with _explained():
        demonstration.run(console)


if __name__ == "__main__":
    app()
