"""A run on a terminal, as it happens."""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from .agent.plain import plain
from .ports import Call, Event

_WIDTH = 300


def show(console: Console, events: Iterable[Event]) -> Event:
    """Print events as they come; return the last one."""
    last: Event | None = None
    for event in events:
        show_event(console, event)
        last = event
    assert last is not None
    return last


def show_event(console: Console, event: Event) -> None:
    """Print one event."""
    match event.kind:
        case "started":
            _line(console, f"run {event.run}", event.task, "bold")
        case "thought":
            if event.text and event.calls:
                _line(console, "  says", event.text, "italic")
            for call in event.calls:
                _line(console, "  asks for", _short(_call(call)), "cyan")
        case "returned":
            colour = "yellow" if event.failed else "dim"
            _line(console, f"  {event.call.tool}", _short(event.text), colour)
        case "waiting":
            show_calls(console, event.calls)
            console.print(
                f"  approve: make approve RUN={event.run}      "
                f'refuse: make refuse RUN={event.run} REASON="…"',
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        case "decided":
            _line(console, "  a person", "approved" if event.approved else "refused", "magenta")
        case "paused":
            _line(console, "  paused", f"{event.reason} (make resume RUN={event.run})", "yellow")
        case "finished":
            spent = event.spent
            tokens = spent.input_tokens + spent.output_tokens
            about = f"{spent.steps} steps · {tokens:,} tokens · {spent.seconds:.1f} s"
            console.print(
                Panel(
                    Text(plain(event.answer)),
                    subtitle=Text(f"stopped · {about}" if event.stopped else about),
                    subtitle_align="right",
                    border_style="yellow" if event.stopped else "green",
                )
            )


def show_calls(console: Console, calls: Iterable[Call]) -> None:
    """Print the calls on which a person decides, with all of their arguments."""
    for call in calls:
        _line(console, "  waits for a person to approve", _call(call), "magenta")


def _call(call: Call) -> str:
    return f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False)}"


def _short(text: str) -> str:
    line = " · ".join(part.strip() for part in text.splitlines() if part.strip())
    return line[:_WIDTH] + (" …" if len(line) > _WIDTH else "")


def _line(console: Console, what: str, text: str, style: str) -> None:
    console.print(Text.assemble((f"{plain(what)}: ", "bold"), (plain(text), style)))
