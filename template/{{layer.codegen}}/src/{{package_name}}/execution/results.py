"""What a call gave, what a translation wrote, and how a run of it failed."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..programs.signature import Tokens, difference
from ..sandbox.sandbox import Finished
from .complaints import of_run

_OUT_OF_MEMORY = 98


class Rejected(Exception):
    """A translation that fails: the verdict, and a complaint that its author can use."""

    def __init__(self, verdict: str, complaint: str) -> None:
        super().__init__(complaint)
        self.verdict, self.complaint = verdict, complaint


@dataclass(frozen=True, slots=True)
class Result:
    """What a call gave: a value, or that it raised an exception."""

    value: Any = None
    raised: str = ""

    def __str__(self) -> str:
        shown = f"raises {self.raised}" if self.raised else f"gives {self.value!r}"
        return shown if len(shown) <= 120 else f"{shown[:120]}…"


def results(output: bytes, kind: str) -> Iterator[Result]:
    """Yield what a translation wrote, up to where it ended."""
    tokens = Tokens(output)
    while True:
        try:
            raised = tokens.word() == "raised"
            yield Result(raised="an exception") if raised else Result(tokens.value(kind))
        except (EOFError, OverflowError, ValueError):
            return


def differ(expected: Result, found: Result, tolerance: float) -> bool:
    """Whether two calls came to different ends; exceptions are told apart by no more than that."""
    if expected.raised or found.raised:
        return bool(expected.raised) != bool(found.raised)
    return difference(expected.value, found.value, tolerance)


def rejection(done: Finished, seconds: float) -> Rejected:
    """Return what is wrong with a run that did not come to its end."""
    if done.late:
        return Rejected("never ends", f"it did not end within {seconds:g} s")
    if done.code == _OUT_OF_MEMORY:
        return Rejected("too much memory", "it wants more memory than it may have")
    if "runtime error:" in done.errors:
        return Rejected("undefined behaviour", of_run(done.code, done.errors))
    if done.code == -signal.SIGXFSZ:
        return Rejected("too much output", "it writes more than it may")
    return Rejected("crashes", of_run(done.code, done.errors))
