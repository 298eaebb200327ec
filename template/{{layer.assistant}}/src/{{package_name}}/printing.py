"""A turn on a terminal, as it happens."""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from .agent.plain import plain
from .ports import Call, Event

_WIDTH = 200


def show(console: Console, events: Iterable[Event]) -> Event:
    """Print events as they come; return the last one."""
    last, heard, words = None, "", ""
    for event in events:
        last = event
        match event.kind:
            case "said":
                console.print(plain(event.text), end="", markup=False, highlight=False)
                words += event.text
            case "thought":
                if words:
                    console.print()
                heard, words = words, ""
                for call in event.calls:
                    _dim(console, f"asks for {_short(_call(call))}")
            case "returned":
                state = "failed" if event.failed else "gave"
                _dim(console, f"{event.call.tool} {state}: {_short(event.text)}")
            case "waiting":
                show_calls(console, event.calls)
            case "decided":
                _dim(console, "a person approved" if event.approved else "a person refused")
            case "paused":
                console.print(f"  [yellow]paused:[/yellow] {escape(plain(event.reason))}")
                _dim(console, "make resume goes on; RUNS_PLANNER=rules make resume, by rules")
            case "finished":
                # Words that were told as they came are not told again.
                if event.answer.strip() != heard.strip():
                    console.print(plain(event.answer), markup=False, highlight=False)
    assert last is not None
    return last


def show_calls(console: Console, calls: Iterable[Call]) -> None:
    """Print the calls on which a person decides, with all of their arguments."""
    for call in calls:
        told = escape(plain(_call(call)))
        console.print(f"  [magenta]waits for a yes:[/magenta] {told}", highlight=False)


def _call(call: Call) -> str:
    return f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False)}"


def _short(text: str) -> str:
    line = " · ".join(part.strip() for part in text.splitlines() if part.strip())
    return line[:_WIDTH] + (" …" if len(line) > _WIDTH else "")


def _dim(console: Console, text: str) -> None:
    console.print(f"  {plain(text)}", style="dim", markup=False, highlight=False)
