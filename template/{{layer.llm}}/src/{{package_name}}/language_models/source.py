"""One place that a model answers from: a provider, a server on this machine, or this process."""

import itertools
import logging
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage

from .breaker import CircuitBreaker
from .errors import ModelUnavailable
from .hedging import soonest
from .patience import RETRIED, Deadline, attempt
from .pieces import after, checked
from .prices import FREE, Price

_log = logging.getLogger(__name__)

T = TypeVar("T")
Place = Literal["local", "hosted"]
Pieces = Generator[AIMessageChunk, None, None]


@dataclass(frozen=True)
class Faults:
    """What a library raises, by its meaning. What carries a `status_code` is a refusal."""

    silent: tuple[type[Exception], ...] = ()
    unreachable: tuple[type[Exception], ...] = ()


@dataclass(frozen=True)
class Request:
    """What is asked, within `seconds`; `options` go to the model: `tools`, `stop` and so on."""

    messages: Sequence[BaseMessage]
    options: dict[str, Any]
    seconds: float


@dataclass(frozen=True)
class Source:
    """A model, and what is known about the place that it answers from.

    `silence_seconds` is how long it may say nothing before it is asked again; `hedge_seconds`
    after how much silence it is asked a second time at once. `hint` ends the message when nobody
    listens there: what to start, or what to set.
    """

    name: str
    place: Place
    model: BaseChatModel
    silence_seconds: float
    attempts: int = 1
    pause_seconds: float = 0.05
    hedge_seconds: float | None = None
    faults: Faults = Faults()
    price: Price = FREE
    hint: str = ""
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)

    def answer(self, request: Request, tried: Callable[[], None], *, whole: bool) -> Pieces:
        """Yield the answer in pieces; `tried` is called at the start of each call.

        With `whole` nothing is yielded before the answer is complete, so that whatever happens on
        the way can be tried again. Otherwise a stream that breaks is asked for again, and goes on
        where it broke if the second answer begins with what was said already.

        Raises ModelUnavailable.
        """
        deadline = Deadline(request.seconds)

        def call() -> Pieces:
            tried()
            return self._call(request, deadline)

        if whole:
            yield from self._patiently(lambda: list(call()), deadline)
            return
        said, turns = "", 0
        while True:
            turns += 1
            first, rest = self._patiently(partial(self._first, call, said), deadline)
            try:
                for piece in itertools.chain([first], rest):
                    said += piece.text
                    # The arguments of a tool call cannot be compared while they are written.
                    turns = self.attempts if piece.tool_call_chunks else turns
                    yield piece
            except ModelUnavailable as failure:
                if not failure.passing or turns >= self.attempts or deadline.passed:
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

    def _call(self, request: Request, deadline: Deadline) -> Pieces:
        options = dict(request.options)
        tools, choice = options.pop("tools", None), options.pop("tool_choice", None)
        model = self.model.bind_tools(tools, tool_choice=choice) if tools else self.model
        seconds = min(self.silence_seconds, deadline.left)
        try:
            pieces = model.stream(list(request.messages), timeout=seconds, **options)
            yield from checked(pieces, deadline, self.name)
        except ModelUnavailable:
            raise
        except Exception as error:
            raise told(
                error,
                self.name,
                self.place,
                seconds=seconds,
                faults=self.faults,
                hint=self.hint,
            ) from error


def told(
    error: Exception,
    name: str,
    place: Place,
    *,
    seconds: float,
    faults: Faults = Faults(),
    hint: str = "",
) -> ModelUnavailable:
    """Return what a library raised in a sentence for readers; `seconds` is how long it had."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        # Readers are told the status alone, and the log no word that may be part of a key.
        words = re.sub(r"\S*\*\S*|\S{16,}", "…", str(getattr(error, "message", "")))
        _log.warning("%s refused with status %d: %s", name, status, words[:200])
        return ModelUnavailable(
            f"{name} refused with status {status}",
            "refused",
            passing=status in RETRIED,
            wait_seconds=_retry_after(error),
        )
    if isinstance(error, faults.silent):
        return ModelUnavailable(f"{name} was silent for {seconds:.2g} s", "silent", passing=True)
    if isinstance(error, faults.unreachable):
        # Nobody there is a passing failure with a provider, and a lasting one at home.
        passing = place == "hosted"
        return ModelUnavailable(f"{name} cannot be reached{hint}", "unreachable", passing=passing)
    # A server that does not speak the protocol gives the libraries objects without the fields
    # that their types promise, so this may be an exception of any kind.
    _log.warning("%s answered outside of the protocol: %s", name, type(error).__name__)
    return ModelUnavailable(f"{name} answered outside of the protocol", "nonsense", passing=True)


def _retry_after(error: Exception) -> float:
    """The seconds of a `Retry-After` header; its other form, a date, is not worth a clock."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    seconds = headers.get("retry-after", "")
    return float(seconds) if seconds.isdecimal() else 0.0
