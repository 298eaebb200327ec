"""Where a turn stands, as its run tells it."""

from collections.abc import Sequence
from dataclasses import replace

from ..agent.runs import ResumableAgent
from ..agent.screening import Screen
from ..ports import Event, Finished, Paused, RunError, Waiting
from .store import Store, Turn
from .told import Told

LEFT = "this was left without an answer"


class Standings:
    """Reads the runs of turns; an answer that a kill kept from the store is put there."""

    def __init__(self, agent: ResumableAgent, store: Store, screen: Screen) -> None:
        self._agent, self._store, self._screen = agent, store, screen

    def told(self, turns: Sequence[Turn]) -> list[Told]:
        """Return turns as a person sees them. Only the last one can still be gone on with."""
        told = [
            Told(turn, self._events(turn), reason=LEFT if turn.answer is None else "")
            for turn in turns
        ]
        if turns and turns[-1].answer is None:
            told[-1] = self.unanswered(turns[-1])
        return told

    def unanswered(self, turn: Turn) -> Told:
        """Return a turn that has no answer in the store."""
        standing, events = self._standing(turn), self._events(turn)
        if isinstance(standing, Finished):
            # It was killed between its last checkpoint and here.
            answer = self._screen.checked(standing).answer
            self._store.answer(turn.run, answer)
            return Told(replace(turn, answer=answer), events)
        if isinstance(standing, Waiting):
            return Told(turn, events, calls=standing.calls)
        return Told(turn, events, reason=_paused(events) or standing.reason)

    def _standing(self, turn: Turn) -> Waiting | Paused | Finished:
        try:
            event = self._agent.standing(turn.run)
        except RunError:
            return Paused(run=turn.run, reason="it was interrupted before its first step")
        assert isinstance(event, Waiting | Paused | Finished)
        return event

    def _events(self, turn: Turn) -> tuple[Event, ...]:
        try:
            return tuple(self._screen.shown(self._agent.traces.read(turn.run)))
        except RunError:
            return ()


def _paused(events: Sequence[Event]) -> str:
    """Return why a turn paused; empty where it did not, or has gone on since."""
    for event in reversed(events):
        if event.kind == "paused":
            return event.reason
        if event.kind == "thought":
            break
    return ""
