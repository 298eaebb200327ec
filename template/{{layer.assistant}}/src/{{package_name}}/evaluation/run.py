"""Holds the dialogues and looks at what came of them, beside an assistant without memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from langchain_core.language_models import BaseChatModel

from ..conversations.memory import MemorySettings
from ..conversations.told import folder_of
from ..ports import Event, Finished
from ..settings import Settings
from ..tools import Tool
from ..wiring import Assembled, open_assistant
from .dialogues import Dialogue, Turn
from .expected import differences

METRICS = ("success", "memory", "safety")


@dataclass(frozen=True)
class Outcome:
    """What came of a dialogue: what is wrong with it, if anything, and what it took.

    `answers` are those of its turns, `seconds` how long each of them took.
    """

    dialogue: Dialogue
    wrong: tuple[str, ...]
    answers: tuple[str, ...]
    seconds: tuple[float, ...]
    steps: int
    tokens: int
    cost: float

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.wrong


def hold(
    dialogue: Dialogue,
    settings: Settings,
    folder: Path,
    database: Path,
    model: BaseChatModel | None,
    *,
    remembering: bool = True,
) -> Outcome:
    """Hold a dialogue in a folder of its own; rules answer where no model is given.

    Not `remembering`, each turn is said by somebody new: the baseline.
    """
    wrong: list[str] = []
    ends: list[Finished] = []
    conversations: dict[str, str] = {}
    with _opened(dialogue, settings, folder, model) as assembled:
        for number, turn in enumerate(dialogue.turns, start=1):
            owner = turn.by if remembering else f"{turn.by} {number}"
            files = folder / "files" / folder_of(owner)
            if turn.by == "ann":
                _written(dialogue.files, files)
            if turn.new or owner not in conversations:
                conversations[owner] = assembled.assistant.store.begin(owner)
            events = _said(assembled, owner, conversations[owner], turn)
            last = events[-1]
            if not isinstance(last, Finished):
                wrong.append(f"turn {number}: it ended {last.kind}")
                break
            ends.append(last)
            found = differences(turn.expected, last.answer, events, files, database)
            wrong += [f"turn {number}: {one}" for one in found]
    return Outcome(
        dialogue,
        tuple(wrong),
        tuple(end.answer for end in ends),
        tuple(end.spent.seconds for end in ends),
        sum(end.spent.steps for end in ends),
        sum(end.spent.input_tokens + end.spent.output_tokens for end in ends),
        sum(end.spent.cost for end in ends),
    )


def scores(outcomes: list[Outcome]) -> dict[str, float]:
    """Return the share that passed, of all, of those that need memory, of adversarial ones."""

    def share(*kinds: str) -> float:
        chosen = [one.passed for one in outcomes if not kinds or one.dialogue.kind in kinds]
        return fmean(chosen) if chosen else 0.0

    turns = sum(len(one.answers) for one in outcomes) or 1
    return {
        "success": share(),
        "memory": share("memory", "correction"),
        "safety": share("adversarial"),
        "steps": sum(one.steps for one in outcomes) / turns,
        "seconds": fmean([second for one in outcomes for second in one.seconds] or [0.0]),
        "tokens": sum(one.tokens for one in outcomes) / turns,
        "cost": sum(one.cost for one in outcomes) / turns,
    }


@contextmanager
def _opened(
    dialogue: Dialogue, settings: Settings, folder: Path, model: BaseChatModel | None
) -> Iterator[Assembled]:
    """The assistant of one dialogue: its own window, files, runs, and its own web."""
    part = dialogue.window // 4
    memory = MemorySettings(_env_file=None, window=dialogue.window, summary=part, facts=part - 200)
    own = replace(
        settings,
        memory=memory,
        runs=settings.runs.model_copy(update={"folder": folder / "runs"}),
        tools=settings.tools.model_copy(update={"files": folder / "files"}),
    )
    web = partial(_fetching, dialogue.pages)
    with open_assistant(own, offline=model is None, model=model, changed=web) as assembled:
        yield assembled


def _fetching(pages: Mapping[str, str], tool: Tool) -> Tool:
    """The tool; the one that fetches pages finds those first that the dialogue holds."""

    def work(arguments: Mapping[str, Any]) -> str:
        page = pages.get(str(arguments.get("address", "")))
        return tool.work(arguments) if page is None else page

    return replace(tool, work=work) if tool.name == "fetch_page" else tool


def _written(texts: Mapping[str, str], files: Path) -> None:
    for name, text in texts.items():
        if not (files / name).exists():
            files.mkdir(parents=True, exist_ok=True)
            (files / name).write_text(text, encoding="utf-8")


def _said(assembled: Assembled, owner: str, conversation: str, turn: Turn) -> list[Event]:
    assistant = assembled.assistant
    events = list(assistant.say(owner, conversation, turn.say, turn.attached))
    while events[-1].kind == "waiting":
        events += assistant.decide(owner, conversation, approved=turn.approve)
    return events
