"""What of a conversation the model is told again: the last turns as they were, notes of the rest.

How much that is, is bounded in tokens before any model has counted them: a token has at least one
byte, so a text has at most as many tokens as bytes. English has about four bytes to a token, so the
window usually holds a quarter of what it may.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, Self

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .store import Conversation, Turn

_PER_MESSAGE = 16
# The words that notes are framed with.
_FRAME = 200
_MARK = re.compile(r"<(?=/?\s*memory)", re.IGNORECASE)


class MemorySettings(BaseSettings):
    """`MEMORY_WINDOW` and so on: tokens of the past that a turn holds at most.

    `window` is for all of it, `summary` and `facts` for their parts of it.
    """

    model_config = SettingsConfigDict(env_prefix="MEMORY_", env_file=".env", extra="ignore")

    window: int = Field(default=12_000, ge=1_000)
    summary: int = Field(default=2_000, ge=200)
    facts: int = Field(default=1_500, ge=0)

    @model_validator(mode="after")
    def _half_is_for_turns(self) -> Self:
        if 2 * (self.summary + self.facts + _FRAME) > self.window:
            raise ValueError(f"summary and facts may have half of the window {self.window} at most")
        return self


class Summarizer(Protocol):
    """Makes a summary longer by some turns, and still not longer than so many tokens."""

    def __call__(self, summary: str, turns: Sequence[Turn], most: int) -> str:
        """Return the new summary."""


def tokens(text: str) -> int:
    """Return a bound: a text has no more tokens than this."""
    return len(text.encode())


def size(messages: Iterable[AnyMessage]) -> int:
    """Return a bound of the tokens of some messages."""
    return sum(_PER_MESSAGE + tokens(str(message.content)) for message in messages)


class Memory:
    """Decides what is told again, and what becomes part of the summary."""

    def __init__(self, settings: MemorySettings, summarize: Summarizer) -> None:
        self._settings, self._summarize = settings, summarize

    def told(
        self, conversation: Conversation, turns: Sequence[Turn], facts: Iterable[str]
    ) -> list[AnyMessage]:
        """Return the messages that go before a new question: never more than the window holds."""
        past = notes(conversation.summary, bounded(facts, self._settings.facts))
        messages: list[AnyMessage] = [HumanMessage(past)] if past else []
        recent = _messages(_answered(turns[conversation.summarised :]))
        while recent and size([*messages, *recent]) > self._settings.window:
            del recent[:2]
        return [*messages, *recent]

    def folded(self, conversation: Conversation, turns: Sequence[Turn]) -> tuple[str, int] | None:
        """Return a summary and how many turns it stands for; None where all still fit.

        Half the window is free afterwards, so that a summary is not made in every turn; only the
        last turn stays where it has the window to itself.
        """
        settings, first = self._settings, conversation.summarised
        room = settings.window - settings.summary - settings.facts - _FRAME
        rest = list(turns[first:])
        if size(_messages(_answered(rest))) <= room:
            return None
        while len(rest) > 1 and size(_messages(_answered(rest))) > room // 2:
            del rest[0]
        if size(_messages(_answered(rest))) > room:
            rest = []
        last = len(turns) - len(rest)
        gone = _answered(turns[first:last])
        summary = self._summarize(conversation.summary, gone, settings.summary)
        return clipped(summary, settings.summary), last


def notes(summary: str, facts: Sequence[str]) -> str:
    """Return what is known besides the last turns, marked so that it is taken for no question."""
    parts = []
    if facts:
        parts.append("What this person asked to have remembered:\n- " + "\n- ".join(facts))
    if summary:
        parts.append(f"What was said before, in short:\n{summary}")
    body = _MARK.sub("&lt;", "\n\n".join(parts))
    return f"<memory>\n{body}\n</memory>" if parts else ""


def bounded(lines: Iterable[str], most: int) -> list[str]:
    """Return the last of the lines, as many as have at most so many tokens."""
    kept: list[str] = []
    for line in reversed(list(lines)):
        most -= tokens(line) + 3
        if most < 0:
            break
        kept.insert(0, line)
    return kept


def clipped(text: str, most: int) -> str:
    """Return the beginning of a text that has at most so many tokens."""
    return text.encode()[:most].decode(errors="ignore")


def _answered(turns: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in turns if turn.answer is not None and turn.run]


def _messages(turns: Sequence[Turn]) -> list[AnyMessage]:
    pairs = [(HumanMessage(turn.question), AIMessage(turn.answer or "")) for turn in turns]
    return [message for pair in pairs for message in pair]
