"""One place that a model answers from: a provider, a server on this machine, or this process."""

import itertools
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata

from .breaker import CircuitBreaker
from .errors import ModelUnavailable
from .faults import Faults, Place, told
from .hedging import soonest
from .patience import Deadline, attempt
from .pieces import after, checked, late
from .prices import FREE, Price
from .silence import Limit, begun
from .usage import taken

T = TypeVar("T")
Pieces = Generator[AIMessageChunk, None, None]


@dataclass(frozen=True)
class Request:
    """What is asked, and by when; `options` go to the model: `tools`, `stop` and so on."""

    messages: Sequence[BaseMessage]
    options: dict[str, Any]
    deadline: Deadline


class Meter(Protocol):
    """Hears of each call to a source, whatever becomes of it."""

    def tried(self, source: "Source") -> None:
        """A call begins."""

    def used(self, source: "Source", usage: UsageMetadata) -> None:
        """A call is over, and took so many tokens."""


@dataclass(frozen=True)
class Source:
    """A model, and what is known about the place that it answers from.

    `silence_seconds` is how long it may say nothing before it is asked again; `hedge_seconds`
    after how much silence it is asked a second time at once. `max_tokens` is the most that it
    writes. `provider` is the protocol's name in traces, and `address` the URL, if it is not the
    provider's own. `hint` ends the message when nobody listens there: what to start or to set.
    """

    name: str
    place: Place
    model: BaseChatModel
    silence_seconds: float
    attempts: int = 1
    pause_seconds: float = 0.05
    hedge_seconds: float | None = None
    faults: Faults = field(default_factory=Faults)
    price: Price = FREE
    max_tokens: int = 0
    provider: str = "openai"
    address: str = ""
    hint: str = ""
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)

    @property
    def identity(self) -> tuple[str, str, str, int]:
        """What tells its answers from those of others."""
        return self.name, self.provider, self.address, self.max_tokens

    def answer(self, request: Request, share: Deadline, meter: Meter, *, whole: bool) -> Pieces:
        """Yield the answer in pieces. It has to begin within the `share` of the time.

        With `whole` nothing is yielded before the answer is complete, so that whatever happens on
        the way can be tried again. Otherwise a stream that breaks is asked for again, and goes on
        where it broke if the second answer begins with what was said already.

        Raises ModelUnavailable.
        """
        if whole:
            yield from self._patiently(lambda: list(self._call(request, share, meter)), share)
            return
        said, turns, begins = "", 0, share
        while True:
            turns += 1
            call = partial(self._call, request, begins, meter)
            first, rest = self._patiently(partial(self._first, call, said), begins)
            try:
                for piece in itertools.chain([first], rest):
                    said += piece.text
                    # The arguments of a tool call cannot be compared while they are written.
                    turns = self.attempts if piece.tool_call_chunks else turns
                    yield piece
            except ModelUnavailable as failure:
                # Nobody else can go on for it, so it may have all the time that there is.
                begins = request.deadline
                if not failure.passing or turns >= self.attempts or begins.passed:
                    raise
            else:
                return

    def _first(self, call: Callable[[], Pieces], said: str) -> tuple[AIMessageChunk, Pieces]:
        """The first piece that goes on after `said`, and those that follow."""

        def start() -> tuple[AIMessageChunk, Pieces]:
            pieces = after(said, call(), self.name)
            return next(pieces), pieces

        return soonest(start, self.hedge_seconds, discard=lambda late: late[1].close())

    def _patiently(self, call: Callable[[], T], deadline: Deadline) -> T:
        return attempt(
            call,
            deadline,
            attempts=self.attempts,
            pause_seconds=self.pause_seconds,
            passing=lambda failure: isinstance(failure, ModelUnavailable) and failure.passing,
            wait_seconds=lambda failure: getattr(failure, "wait_seconds", 0.0),
        )

    def _call(self, request: Request, begins: Deadline, meter: Meter) -> Pieces:
        options = dict(request.options)
        tools, choice = options.pop("tools", None), options.pop("tool_choice", None)
        model = self.model.bind_tools(tools, tool_choice=choice) if tools else self.model
        limit = Limit(self.silence_seconds, begins, request.deadline)
        said: list[AIMessageChunk] = []
        silent = False
        meter.tried(self)
        try:
            pieces = model.stream(list(request.messages), timeout=limit.seconds, **options)
            for piece in checked(begun(pieces, limit), request.deadline, self.name):
                said.append(piece)
                limit.heard()
                yield piece
                limit.heard()
        except ModelUnavailable:
            raise
        except Exception as error:
            failure = self._told(error, limit)
            silent = failure.reason == "silent"
            if silent and said and request.deadline.passed:
                failure = late(self.name, request.deadline, "too long")
            # What a library raised quotes the provider, who may quote keys and prompts.
            raise failure from None
        finally:
            # Also a call that failed, was left, or lost to a sooner one is paid. A silent server
            # has read what it was asked, for all that one can know.
            if said or silent:
                meter.used(self, taken(request.messages, tools, said))

    def _told(self, error: Exception, limit: Limit) -> ModelUnavailable:
        return told(
            error,
            self.name,
            self.place,
            seconds=limit.seconds,
            faults=self.faults,
            hint=self.hint,
        )
