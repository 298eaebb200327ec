"""The assistant: each turn of a conversation is a run of the agent, given what was said before.

So a turn has the agent's budget, its approval, its checkpoints and its effects that happen once.
A conversation takes one turn at a time; one that was killed is taken up where it was, or left.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..agent.alone import alone
from ..agent.given import Given
from ..agent.runs import ResumableAgent
from ..agent.screening import Screen
from ..ports import Event, Finished, RunError
from ..prompts import Prompt
from ..tools import Tool
from .attachments import Attachments
from .locks import UNDER_WAY, lock_of, under_way
from .memory import Memory, size
from .standing import Standings
from .store import NoConversation, Store, Turn
from .told import Told, exported, refused

_PATIENCE = 5.0
COMING = "the answer comes by itself"


class Assistant:
    """Conversations of all owners. What it raises for them to read is a RunError.

    `tools` gives the tools that only one owner has; `measured` is told how many tokens of the past
    a turn was given; `screen` checks what is said and what is answered.
    """

    def __init__(
        self,
        agent: ResumableAgent,
        store: Store,
        memory: Memory,
        tools: Callable[[str], Mapping[str, Tool]],
        prompt: Prompt,
        locks: Path,
        attachments: Attachments,
        measured: Callable[[int], None] = lambda tokens: None,
        screen: Screen | None = None,
    ) -> None:
        self._screen = screen or Screen()
        self.store, self.attachments = store, attachments
        self._agent, self._memory, self._tools = agent, memory, tools
        self._prompt, self._locks, self._measured = prompt, locks, measured
        self._standings = Standings(agent, store, self._screen)

    def say(
        self, owner: str, conversation: str, question: str, files: Sequence[bytes] = ()
    ) -> Iterator[Event]:
        """Take a turn. An earlier one that has no answer is left, unless it waits for approval.

        `files` come with the question.
        """
        with self._alone(owner, conversation):
            turns = self.store.turns(owner, conversation)
            if turns and turns[-1].answer is None:
                last = self._standings.unanswered(turns[-1])
                if last.calls:
                    raise RunError("a call waits for your decision: approve or refuse it first")
                turns[-1] = last.turn
            asked = self._screen.asked(question)
            if asked.refusal:
                yield refused(self.store.ask(owner, conversation, question, asked.refusal))
                return
            said = self._said(owner, conversation, asked.question, files, first=not turns)
            turn = self.store.ask(owner, conversation, said)
            agent = self._given(owner, conversation, turns, turn.question)
            yield from self._answered(owner, conversation, agent.run(turn.question, turn.run))

    def decide(
        self,
        owner: str,
        conversation: str,
        *,
        approved: bool,
        reason: str = "",
        calls: tuple[str, ...] = (),
    ) -> Iterator[Event]:
        """Approve or refuse what the last turn waits for, and go on."""
        with self._alone(owner, conversation):
            turn, agent = self._last(owner, conversation)
            waiting = {call.id for call in self._standings.unanswered(turn).calls}
            if not waiting:
                raise RunError("nothing waits for a decision in this conversation")
            if calls and {*calls} != waiting:
                raise RunError("other calls than these wait for a decision: read them first")
            going = agent.decide(turn.run, approved=approved, reason=reason, calls=calls)
            yield from self._answered(owner, conversation, going)

    def resume(self, owner: str, conversation: str) -> Iterator[Event]:
        """Go on with the last turn where it was interrupted; one that has its answer tells it."""
        with self._alone(owner, conversation):
            turn, agent = self._last(owner, conversation)
            if not turn.run:
                yield refused(turn)
                return
            going = agent.run(turn.question, turn.run)
            yield from self._answered(owner, conversation, going)

    def told(self, owner: str, conversation: str) -> list[Told]:
        """Return the turns of a conversation as a person sees them."""
        turns = self.store.turns(owner, conversation)
        told = self._standings.told(turns)
        if told and told[-1].turn.answer is None and under_way(self._locks, conversation):
            told[-1] = replace(told[-1], reason=COMING, calls=(), under_way=True)
        return told

    def seen(self, owner: str, conversation: str, text: str) -> dict[str, str]:
        """Return what a text speaks of, by name; nothing of a conversation that is another's."""
        try:
            self.store.conversation(owner, conversation)
        except NoConversation:
            return {}
        return self.attachments.shown(conversation, text)

    def exported(self, owner: str, conversation: str) -> dict[str, Any]:
        """Return all that is kept of a conversation, for its owner to take away."""
        held = self.store.conversation(owner, conversation)
        return exported(held, self.told(owner, conversation), self.attachments)

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation, and the runs that it was made of."""
        with self._alone(owner, conversation):
            for run in {turn.run for turn in self.store.turns(owner, conversation)} - {""}:
                self._agent.forget(run)
            self.attachments.forget(conversation)
            self.store.delete(owner, conversation)

    def _said(
        self, owner: str, conversation: str, question: str, files: Sequence[bytes], *, first: bool
    ) -> str:
        """The question with what came along; where the first is not taken, nothing is kept."""
        try:
            said = "\n".join([question, *self.attachments.keep(conversation, files)]).strip()
            if not said:
                raise RunError("nothing was said")
        except RunError:
            if first:
                self.store.delete(owner, conversation)
            raise
        return said

    def _answered(self, owner: str, conversation: str, events: Iterator[Event]) -> Iterator[Event]:
        """Pass events on; an answer is kept before anyone hears of it."""
        for event in self._screen.shown(events):
            if isinstance(event, Finished):
                self.store.answer(event.run, event.answer)
            yield event
        held = self.store.conversation(owner, conversation)
        folded = self._memory.folded(held, self.store.turns(owner, conversation))
        if folded:
            self.store.summarise(conversation, *folded)

    def _given(
        self, owner: str, conversation: str, turns: list[Turn], question: str
    ) -> ResumableAgent:
        """The agent with what this owner has, and what was said before."""
        facts = self.store.facts(owner).values()
        before = self._memory.told(self.store.conversation(owner, conversation), turns, facts)
        self._measured(size(before))
        working = {tool.name: tool for tool in self.attachments.tools(conversation)}
        given = Given(
            before=before,
            attached=self.attachments.blocks(conversation, question),
            tools={**self._tools(owner), **working},
            aloud=True,
            suspicious=self._screen.suspicious,
            metadata=self._prompt.metadata,
        )
        return self._agent.given(given)

    def _last(self, owner: str, conversation: str) -> tuple[Turn, ResumableAgent]:
        turns = self.store.turns(owner, conversation)
        if not turns:
            raise RunError("nothing was asked yet in this conversation")
        return turns[-1], self._given(owner, conversation, turns[:-1], turns[-1].question)

    @contextmanager
    def _alone(self, owner: str, conversation: str) -> Iterator[None]:
        """The right to go on with a conversation, for which the next one waits a little."""
        self.store.conversation(owner, conversation)
        with alone(lock_of(self._locks, conversation), UNDER_WAY, _PATIENCE):
            yield
