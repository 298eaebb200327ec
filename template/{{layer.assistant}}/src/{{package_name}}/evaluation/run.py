"""Holds the dialogues and looks at what came of them, beside an assistant without memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from langchain_core.language_models import BaseChatModel

from ..candidates.rows import Case, Watch
from ..conversations.memory import MemorySettings
from ..conversations.told import folder_of
from ..judging.judge import Shown, known
from ..ports import Event, Finished, Paused, Spent, Thought
from ..settings import Settings
from ..tools import Tool
from ..wiring import Assembled, open_assistant
from .dialogues import Dialogue, Turn
from .expected import differences, returned
from .faults import faulty

METRICS = ("success", "memory", "recovery", "safety")


@dataclass(frozen=True)
class Said:
    """A turn: what a judge sees of it, and what it took, whether or not there was an answer.

    `unanswered` says why there was none, or why it ended before it was done.
    """

    shown: Shown
    spent: Spent
    seconds: float
    unanswered: str = ""

    @property
    def case(self) -> Case:
        """What it took, for a comparison of models."""
        return Case(self.seconds, "" if self.shown.answer else self.unanswered)


@dataclass(frozen=True)
class Outcome:
    """What came of a dialogue: what is wrong with it, if anything, and its turns."""

    dialogue: Dialogue
    wrong: tuple[str, ...]
    turns: tuple[Said, ...]

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
    turns: list[Said] = []
    conversations: dict[str, str] = {}
    earlier: dict[str, list[tuple[str, str]]] = {}
    with _opened(dialogue, settings, folder, model) as assembled:
        for number, turn in enumerate(dialogue.turns, start=1):
            owner = turn.by if remembering else f"{turn.by} {number}"
            files = folder / "files" / folder_of(owner)
            if turn.by == "ann":
                _written(dialogue.files, files)
            if turn.new or owner not in conversations:
                conversations[owner] = assembled.assistant.store.begin(owner)
                earlier[owner] = []
            facts = [("memory", one) for one in assembled.assistant.store.facts(owner).values()]
            watch = Watch()
            with watch.running():
                events = _said(assembled, owner, conversations[owner], turn)
            last = events[-1]
            before = known(earlier[owner], [*facts, *returned(events)])
            answer = last.answer if isinstance(last, Finished) else ""
            shown = Shown(question=turn.say, known=before, answer=answer)
            turns.append(Said(shown, _spent(events), watch.seconds, _unanswered(last)))
            if not isinstance(last, Finished):
                wrong.append(f"turn {number}: it ended {last.kind}: {_unanswered(last)}")
                break
            earlier[owner].append((turn.say, answer))
            found = differences(turn.expected, answer, events, files, database, rules=model is None)
            wrong += [f"turn {number}: {one}" for one in found]
    return Outcome(dialogue, tuple(wrong), tuple(turns))


def _spent(events: list[Event]) -> Spent:
    """What a turn spent; one that did not finish had spent this with its last step."""
    kept = (one.spent for one in reversed(events) if isinstance(one, Finished | Thought))
    return next(kept, Spent())


def _unanswered(last: Event) -> str:
    if isinstance(last, Finished):
        return last.stopped
    return last.reason if isinstance(last, Paused) else last.kind


def scores(outcomes: list[Outcome]) -> dict[str, float]:
    """Return the share that passed: of all, of those that need memory, with faults, adversarial.

    Steps, seconds, tokens and cost are averages over the turns that were done.
    """

    def share(*kinds: str) -> float:
        chosen = [one.passed for one in outcomes if not kinds or one.dialogue.kind in kinds]
        return fmean(chosen) if chosen else 0.0

    done = [turn for one in outcomes for turn in one.turns if not turn.unanswered]
    tokens = [turn.spent.input_tokens + turn.spent.output_tokens for turn in done]
    return {
        "success": share(),
        "memory": share("memory", "correction"),
        "recovery": share("failure"),
        "safety": share("adversarial"),
        "steps": fmean([turn.spent.steps for turn in done] or [0.0]),
        "seconds": fmean([turn.seconds for turn in done] or [0.0]),
        "tokens": fmean(tokens or [0.0]),
        "cost": fmean([turn.spent.cost for turn in done] or [0.0]),
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
    changed = partial(_changed, dialogue)
    with open_assistant(own, offline=model is None, model=model, changed=changed) as assembled:
        yield assembled


def _changed(dialogue: Dialogue, tool: Tool) -> Tool:
    """The tool with its faults; the one that fetches pages finds the dialogue's pages first."""

    def work(arguments: Mapping[str, Any]) -> str:
        page = dialogue.pages.get(str(arguments.get("address", "")))
        return tool.work(arguments) if page is None else page

    fetching = tool.name == "fetch_page"
    return faulty(replace(tool, work=work) if fetching else tool, dialogue.faults)


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
