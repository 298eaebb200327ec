"""Tasks that come with files: these are kept beside the run, and given to whoever goes on."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ..ports import Event, Finished, RunError, Spent, Started
from ..tools import Tool
from .attached import Block
from .given import Given
from .runs import ResumableAgent
from .screening import Screen

# More than is ever taken of a file: who takes it says how much that is.
MOST_READ = 10_000_000
_REFUSED = "it was refused before it began"


class Attachments(Protocol):
    """What may come with a task. A run's id is a name that was looked at."""

    def keep(self, run: str, files: Sequence[bytes]) -> list[str]:
        """Keep what comes with a task; return marks for its text. Raises RunError."""

    def blocks(self, run: str) -> list[Block]:
        """Return what came with a task as blocks of content. Raises RunError."""

    def tools(self, run: str = "") -> list[Tool]:
        """Return the tools for it; without a run there is nothing that came."""

    def forget(self, run: str) -> None:
        """Delete what came with a task."""


class AttachingAgent:
    """The `Agent` whose tasks may come with files. `tools` are those that the settings want."""

    def __init__(
        self,
        agent: ResumableAgent,
        attachments: Attachments,
        tools: Mapping[str, Tool],
        metadata: Mapping[str, str],
        screen: Screen | None = None,
    ) -> None:
        self._agent, self._attachments = agent, attachments
        self._tools, self._metadata, self._screen = tools, metadata, screen or Screen()
        self.traces = agent.traces

    def run(self, task: str, run: str = "", files: Sequence[bytes] = ()) -> Iterator[Event]:
        """Begin a run, or go on with it where there is one of that id: what came is kept then."""
        run = run or uuid.uuid4().hex[:12]
        if self.traces.path(run).exists():
            yield from self.resume(run)
            return
        asked = self._screen.asked(task)
        if asked.refusal:
            yield from self._refused(run, task, asked.refusal)
            return
        task = "\n".join([asked.question, *self._attachments.keep(run, files)])
        yield from self._screen.shown(self._given(run).run(task, run))

    def decide(
        self, run: str, *, approved: bool, reason: str = "", calls: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Approve or refuse what a run waits for, and go on. Raises RunError."""
        given = self._given(run)
        going = given.decide(run, approved=approved, reason=reason, calls=calls)
        yield from self._screen.shown(going)

    def resume(self, run: str) -> Iterator[Event]:
        """Go on with a run where it was, without doing anything twice. Raises RunError."""
        if end := self._refusal(run):
            yield end
            return
        yield from self._screen.shown(self._given(run).resume(run))

    def standing(self, run: str) -> Event:
        """Return where a run is: Waiting, Paused or Finished. Raises RunError."""
        if end := self._refusal(run):
            return end
        (event,) = self._screen.shown([self._agent.standing(run)])
        return event

    def forget(self, run: str) -> None:
        """Delete all that is kept of a run. Raises RunError while it is under way."""
        self._agent.forget(run)
        self._attachments.forget(run)

    def _refused(self, run: str, task: str, refusal: str) -> Iterator[Event]:
        """A run of which there is no more than its trace."""
        end = Finished(run=run, answer=refusal, stopped=_REFUSED, spent=Spent())
        for event in (Started(run=run, task=task, budget={}), end):
            self.traces.write(run, event)
            yield event

    def _refusal(self, run: str) -> Finished | None:
        """The end of a run that was refused."""
        *_, last = None, *self.traces.read(run)
        return last if isinstance(last, Finished) and last.stopped == _REFUSED else None

    def _given(self, run: str) -> ResumableAgent:
        self.traces.path(run)
        own = {
            tool.name: tool.asking() if self._tools[tool.name].side_effects else tool
            for tool in self._attachments.tools(run)
            if tool.name in self._tools
        }
        attached = self._attachments.blocks(run)
        given = Given(
            attached=attached,
            tools=own,
            suspicious=self._screen.suspicious,
            metadata=self._metadata,
        )
        return self._agent.given(given)


def contents(paths: Sequence[Path]) -> list[bytes]:
    """Return what files hold that come with a task. Raises RunError."""
    return [_content(path) for path in paths]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_READ)
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}") from None
