"""One program and one translator: translate, compile, compare, repair where it fails, time."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..execution.results import Rejected, Result
from ..execution.workshop import Speed, Workshop
from ..ports import Attempt, NoTranslation, Translator
from ..programs.program import Program
from .settings import TranslateSettings

PASSED, NOTHING = "passed", "no translation"


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: Python `ran`; attempt 1, and so on, is `translated`, `compiled`, `compared`."""

    name: str
    attempt: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An attempt that failed, and with what complaint it goes back."""

    attempt: int
    verdict: str
    complaint: str


@dataclass(frozen=True)
class Translation:
    """How it ended. `verdict` is "passed" or what the last attempt failed by.

    Of what a model wrote, `seconds` and `usd` are what all attempts took to be written, and
    `translator` is the model that wrote the last.
    """

    program: str
    translator: str
    origin: str
    verdict: str
    source: str = ""
    repairs: int = 0
    complaint: str = ""
    speed: Speed | None = None
    seconds: float | None = None
    usd: float | None = None

    @property
    def passed(self) -> bool:
        """Whether it compiles and agrees with Python in every case."""
        return self.verdict == PASSED


Event = Step | Rejection | Translation


def attempt(
    program: Program,
    reference: Sequence[Result],
    translator: Translator,
    workshop: Workshop,
    settings: TranslateSettings,
    folder: Path,
) -> Iterator[Event]:
    """Translate until an attempt agrees with Python; the last event is a Translation.

    A translation that passed lies built in `folder`.
    """
    attempts: list[Attempt] = []
    begun = time.monotonic()
    end = Translation(program.name, translator.name, translator.origin, NOTHING)
    while True:
        number, asked = len(attempts) + 1, time.monotonic()
        try:
            written = translator.translate(program, attempts)
        except NoTranslation as reason:
            # What came before tells more than that there is nothing after it.
            yield end if attempts else replace(end, complaint=str(reason))
            return
        source = written.source
        end = replace(end, source=source, repairs=len(attempts))
        if written.by:
            took = (end.seconds or 0.0) + time.monotonic() - asked
            cost = (end.usd or 0.0) + written.usd
            end = replace(end, translator=written.by, seconds=took, usd=cost)
        yield Step("translated", number, source)
        try:
            workshop.build(program, source, folder)
            yield Step("compiled", number)
            workshop.compare(program, reference, folder)
            yield Step("compared", number)
        except Rejected as fault:
            end = replace(end, verdict=fault.verdict, complaint=fault.complaint)
            attempts.append(Attempt(source, fault.complaint))
            yield Rejection(number, fault.verdict, fault.complaint)
            if number > settings.repairs or time.monotonic() - begun > settings.seconds:
                yield end
                return
        else:
            yield replace(end, verdict=PASSED, complaint="")
            return


def translate(
    program: Program,
    translators: Sequence[Translator],
    workshop: Workshop,
    settings: TranslateSettings,
    *,
    timed: bool = True,
) -> Iterator[Event]:
    """Do all of it, the timing included where wanted. Raises NotTranslatable at once.

    The first translator that has something to say is the one that counts.
    """
    reference = workshop.reference(program)
    yield Step("ran", 0)
    silent: list[Translation] = []
    with workshop.sandbox.folder() as folder:
        for translator in translators:
            for event in attempt(program, reference, translator, workshop, settings, folder):
                if not isinstance(event, Translation):
                    yield event
                elif event.verdict == NOTHING:
                    silent.append(event)
                else:
                    speed = event.passed and timed
                    done = [(event, folder)] if speed else []
                    yield next(iter(with_speed(program, done, workshop, settings)), event)
                    return
            if len(silent) < len(translators):
                yield Rejection(0, NOTHING, silent[-1].complaint)
    # What the preferred translator said.
    yield silent[0]


def with_speed(
    program: Program,
    passed: Sequence[tuple[Translation, Path]],
    workshop: Workshop,
    settings: TranslateSettings,
) -> list[Translation]:
    """Return translations that passed, built in their folders, with speeds taken side by side."""
    if not passed:
        return []
    speeds = workshop.time(program, [folder for _, folder in passed], settings.rounds)
    return [replace(one, speed=speed) for (one, _), speed in zip(passed, speeds, strict=True)]


def last(events: Iterator[Event]) -> Translation:
    """Run to the end and return how it ended."""
    *_, end = events
    assert isinstance(end, Translation)
    return end
