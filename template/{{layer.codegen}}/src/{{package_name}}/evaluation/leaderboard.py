"""The ranking of translators, and the competition that it comes from."""

import hashlib
import math
import os
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from pydantic import BaseModel

from ..execution.workshop import NotTranslatable, Workshop
from ..ports import Translator
from ..programs.program import Cases, FaultyProgram, Program, load
from ..translation.settings import TranslateSettings
from ..translation.translate import Translation, attempt, last, with_speed


class Entry(BaseModel):
    """How a translator did on one program. Python's and C++'s seconds are those of a call.

    `seconds` and `usd` are what a model took to write it, repairs included; None where none did.
    """

    program: str
    verdict: str
    repairs: int
    complaint: str
    python_seconds: float | None
    cpp_seconds: float | None
    source: str
    seconds: float | None = None
    usd: float | None = None

    @property
    def speed_up(self) -> float | None:
        """How many times faster C++ is."""
        if self.python_seconds is None or self.cpp_seconds is None:
            return None
        return self.python_seconds / self.cpp_seconds


class Row(BaseModel):
    """A translator on the leaderboard. `speed_up` is the geometric mean over what passed."""

    translator: str
    origin: str
    measured: str
    entries: list[Entry]

    @property
    def programs(self) -> int:
        """How many there were."""
        return len(self.entries)

    @property
    def passed(self) -> int:
        """How many were translated rightly."""
        return sum(entry.verdict == "passed" for entry in self.entries)

    @property
    def pass_rate(self) -> float:
        """The share of all programs that were translated rightly."""
        return self.passed / self.programs

    @property
    def repairs(self) -> int:
        """How many repairs the passed programs needed."""
        return sum(entry.repairs for entry in self.entries if entry.verdict == "passed")

    @property
    def speed_up(self) -> float | None:
        """The geometric mean of the speed-ups, None where nothing passed."""
        found = [entry.speed_up for entry in self.entries if entry.speed_up]
        return statistics.geometric_mean(found) if found else None

    @property
    def seconds(self) -> float | None:
        """The median time in which the model wrote a translation, None where none did."""
        found = [entry.seconds for entry in self.entries if entry.seconds is not None]
        return statistics.median(found) if found else None

    @property
    def usd(self) -> float | None:
        """What a translation cost on average, in US dollars, None where no model wrote any."""
        found = [entry.usd for entry in self.entries if entry.usd is not None]
        return statistics.fmean(found) if found else None


def compete(
    programs: Sequence[Program],
    translators: Sequence[Translator],
    workshop: Workshop,
    settings: TranslateSettings,
    progress: Callable[[], object] = lambda: None,
) -> list[Translation]:
    """Let every translator translate every program; `progress` is called after each program.

    Translators work at the same time; what passed is then timed alone, side by side with Python.
    Raises NotTranslatable where a program cannot be held against anything.
    """
    # Who waits for a competition? A slow machine must not cost a translator its repairs.
    settings = settings.model_copy(update={"seconds": math.inf})
    ends: list[Translation] = []
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        for program in programs:
            ends += _on_one_program(program, translators, workshop, settings, pool)
            progress()
    return ends


def _on_one_program(
    program: Program,
    translators: Sequence[Translator],
    workshop: Workshop,
    settings: TranslateSettings,
    pool: ThreadPoolExecutor,
) -> list[Translation]:
    reference = workshop.reference(program)
    with ExitStack() as stack:
        folders = [stack.enter_context(workshop.sandbox.folder()) for _ in translators]

        def work(translator: Translator, folder: Path) -> Translation:
            return last(attempt(program, reference, translator, workshop, settings, folder))

        ended = list(zip(pool.map(work, translators, folders), folders, strict=True))
        passed = [(end, folder) for end, folder in ended if end.passed]
        timed = with_speed(program, passed, workshop, settings)
    return [*timed, *(end for end, _ in ended if not end.passed)]


def ranked(rows: Sequence[Row]) -> list[Row]:
    """Return rows with the best first: more passed, then faster, then fewer repairs."""
    return sorted(rows, key=lambda row: (-row.pass_rate, -(row.speed_up or 0), row.repairs))


def rows(translations: Sequence[Translation], measured: str) -> list[Row]:
    """Return a row for each translator, unranked."""
    found: dict[str, Row] = {}
    for one in translations:
        start = Row(translator=one.translator, origin=one.origin, measured=measured, entries=[])
        found.setdefault(one.translator, start).entries.append(
            Entry(
                program=one.program,
                verdict=one.verdict,
                repairs=one.repairs,
                complaint=one.complaint,
                python_seconds=one.speed.python if one.speed else None,
                cpp_seconds=one.speed.cpp if one.speed else None,
                source=one.source,
                seconds=one.seconds,
                usd=one.usd,
            )
        )
    return list(found.values())


def refusals(folder: Path, workshop: Workshop) -> dict[str, str]:
    """Return, for each program that no C++ can stand for, why it is refused; empty if it is not.

    A reason that lacks the words of its file counts as none.
    """
    found = {}
    for path in sorted(folder.glob("*.py")):
        wanted, reason = Cases.of(path.with_suffix(".json")).refused, ""
        try:
            workshop.reference(load(path))
        except (FaultyProgram, NotTranslatable) as refusal:
            reason = str(refusal)
        found[path.stem] = reason if wanted and wanted in reason else ""
    return found


def digest(programs: Sequence[Program]) -> str:
    """Return what identifies a set of programs: rows of different sets must not be compared."""
    held = "".join(f"{program.source}{program.inputs}" for program in programs)
    return hashlib.sha256(held.encode()).hexdigest()[:16]
