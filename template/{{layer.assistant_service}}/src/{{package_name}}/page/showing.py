"""Turns and events as the messages that the page shows."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Literal

from gradio import ChatMessage

from ..conversations.told import Told
from ..ports import Call, Event, Returned

_LONG = 4_000
_WITHOUT = "\n\n`RUNS_PLANNER=rules make serve` lets rules answer, without a model."


class Shown:
    """The messages of a conversation, which grow with the events of a turn.

    `seen` gives the addresses of the pictures that a text speaks of, by name.
    """

    def __init__(
        self, told: Iterable[Told] = (), seen: Callable[[str], dict[str, str]] = lambda text: {}
    ) -> None:
        self.messages: list[ChatMessage] = []
        self._seen = seen
        self._words: ChatMessage | None = None
        self._calls: dict[str, ChatMessage] = {}
        for one in told:
            self.question(one.turn.question)
            for event in one.events:
                self.event(event)
            # A kill may have hidden the end from the events.
            ended = any(event.kind == "finished" for event in one.events)
            if one.turn.answer is not None and not ended:
                self.messages.append(ChatMessage(one.turn.answer))
            if one.reason:
                title = "Still being answered" if one.under_way else "Interrupted"
                hint = _WITHOUT * ("cannot be reached" in one.reason)
                self._added(ChatMessage(plain(one.reason) + hint, metadata={"title": title}))

    def question(self, text: str) -> None:
        """Show what a person said. It is text: nothing in it is markup."""
        self._words, self._calls = None, {}
        self.messages.append(ChatMessage(plain(text), role="user"))
        self._picture(text, "user")

    def event(self, event: Event) -> None:
        """Show what happened."""
        match event.kind:
            case "said":
                if self._words is None:
                    self._words = self._added(ChatMessage(""))
                self._words.content = f"{self._words.content}{event.text}"
            case "thought":
                if event.text and self._words is None:
                    self._words = self._added(ChatMessage(""))
                if self._words is not None:
                    self._words.content = event.text
                if event.calls:
                    self._words = None
                for call in event.calls:
                    self._calls[call.id] = self._added(_asked(call))
            case "returned":
                held = self._calls.get(event.call.id)
                message = held or self._added(_asked(event.call))
                _returned(message, event)
                self._picture(event.text, "assistant")
            case "finished":
                if event.stopped or self._words is None:
                    self._added(ChatMessage(event.answer))
                self._words = None
            case "paused":
                self._words = None

    def _picture(self, text: str, role: Literal["user", "assistant"]) -> None:
        for name, address in self._seen(text).items():
            self._added(ChatMessage(f"![{name}]({address})", role=role))

    def _added(self, message: ChatMessage) -> ChatMessage:
        self.messages.append(message)
        return message


def calls_shown(calls: Iterable[Call]) -> str:
    """Return, as Markdown, what is asked for before a person decides."""
    told = [f"**{call.tool}**\n\n{_arguments(call)}" for call in calls]
    return "\n\n".join(["This has side effects. May it?", *told])


def fenced(text: str, language: str = "") -> str:
    """Return a text as a block of Markdown that nothing in it can leave."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def plain(text: str) -> str:
    """Return a text so that Markdown and HTML show it as it stands."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$])", r"\\\1", escaped)


def _asked(call: Call) -> ChatMessage:
    # The arguments of a call that asks stand above the buttons, until it is decided on.
    shown = "" if call.asks else _arguments(call)
    return ChatMessage(shown, metadata={"title": call.tool, "status": "pending"})


def _returned(message: ChatMessage, event: Returned) -> None:
    text = event.text if len(event.text) <= _LONG else f"{event.text[:_LONG]} …"
    said = "Why it failed:" if event.failed else "It gave:"
    message.content = f"{_arguments(event.call)}\n\n{said}\n\n{fenced(text)}"
    state = "failed" if event.failed else "done"
    message.metadata = {
        "title": f"{event.call.tool} · {state}",
        "status": "done",
        "duration": event.seconds,
    }


def _arguments(call: Call) -> str:
    return fenced(json.dumps(call.arguments, ensure_ascii=False, indent=1)[:_LONG], "json")
