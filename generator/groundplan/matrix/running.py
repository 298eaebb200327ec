"""A run of the matrix: each combination rendered, looked at, and run, several at a time."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from groundplan.matrix import forks, static
from groundplan.matrix.contents import Contents
from groundplan.matrix.model import Case, Outcome, Verdict
from groundplan.matrix.plan import EXPORTED, Step, steps
from groundplan.matrix.rendering import Workers, workers
from groundplan.matrix.reuse import Here, Passed, in_turns, referees
from groundplan.source import copied


@dataclass(frozen=True)
class Told:
    """Whom to tell how it goes."""

    started: Callable[[Case], None]
    finished: Callable[[Verdict], None]


class Matrix:
    """Ready to run combinations; made by `ready`."""

    def __init__(
        self, server: forks.ForkServer, looking: Workers, python: Path, template: Path, count: int
    ) -> None:
        self._looking, self._python, self._template = looking, python, template
        self._scratch, self._count = server.scratch, count
        self._slots = forks.Slots(server, count)

    def run(
        self,
        cases: Sequence[Case],
        told: Told,
        *,
        template: Path | None = None,
        reuse: bool = True,
        skipped: Callable[[Case, Contents], str | None] = lambda case, contents: None,
        wanted: Callable[[str], bool] = lambda check: True,
        seconds: float = forks.SECONDS,
    ) -> list[Verdict]:
        """Try every combination.

        Args:
            cases: What to try.
            told: Called from several threads.
            template: Another template than the checkout's: a folder with all of its parts.
            reuse: Whether a step that passed on the same inputs is spared.
            skipped: Says in which run a combination with these contents passed, if in any.
            wanted: Which of the checks that run a render are tried; those that look always are.
            seconds: After which a step is killed.
        """
        held = template or self._template
        left = Path(tempfile.mkdtemp(prefix="left-", dir=self._scratch))
        trial = _Trial(
            self._looking,
            held,
            self._slots,
            self._count,
            self._python,
            self._scratch,
            told,
            skipped,
            wanted,
            seconds,
            Passed(left),
        )
        drawn = referees(cases, held) if reuse else list(cases)
        # Referees take longest: they come when there is something to referee, but not at the end.
        rest = [case for case in in_turns(cases) if case not in drawn]
        ordered = [*rest[: len(rest) // 2], *drawn, *rest[len(rest) // 2 :]]
        with ThreadPoolExecutor(self._count) as pool:
            try:
                spared = [case not in drawn for case in ordered]
                verdicts = list(pool.map(trial.of, ordered, spared, count()))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            finally:
                shutil.rmtree(left, ignore_errors=True)
        place = {case.name: number for number, case in enumerate(cases)}
        return sorted(verdicts, key=lambda verdict: place[verdict.case.name])


@contextmanager
def ready(
    root: Path, slots: int | None = None, modules: Sequence[str] | None = None
) -> Iterator[Matrix]:
    """Start what runs combinations; to be opened before any thread, because it forks.

    Args:
        root: A folder with the template; the checkout, or a copy of its parts.
        slots: How many combinations at a time; one more than there are cores if left out, as
            some wait.
        modules: What the fork server imports; all that the template imports if left out.
    """
    cores = len(os.sched_getaffinity(0))
    at_once = slots or cores + 1
    python = forks.python()
    wanted = forks.imported_modules(root) if modules is None else modules
    with forks.ForkServer(python, wanted, at_once) as server:
        template = copied(root, server.scratch / "template")
        with workers(max(1, cores // 2)) as looking:
            yield Matrix(server, looking, python, template, at_once)


@dataclass(frozen=True)
class _Trial:
    looking: Workers
    template: Path
    slots: forks.Slots
    at_once: int
    python: Path
    scratch: Path
    told: Told
    skipped: Callable[[Case, Contents], str | None]
    wanted: Callable[[str], bool]
    seconds: float
    passed: Passed

    def of(self, case: Case, reuse: bool, turn: int) -> Verdict:
        """All there is to find out about one combination."""
        self.told.started(case)
        begun = time.monotonic()
        folder = self.scratch / "renders" / case.name
        try:
            outcomes = self._outcomes(case, folder, reuse, turn)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        verdict = Verdict(case, time.monotonic() - begun, tuple(outcomes))
        self.told.finished(verdict)
        return verdict

    def _outcomes(self, case: Case, folder: Path, reuse: bool, turn: int) -> list[Outcome]:
        rendered, contents = self.looking.render(self.template, case, folder)
        if contents is None:
            return [rendered]
        before = self.skipped(case, contents)
        if before:
            return [rendered, Outcome("everything", 0.0, reused=before)]
        looked = self.looking.look(case, folder)
        here = Here(case, folder, contents)
        planned = [step for step in steps(folder, self.python) if self.wanted(step.check)]
        slot = self.slots.take()
        try:
            tried = [self._try(here, slot, step, reuse) for step in self._in_turn(planned, turn)]
        finally:
            self.slots.give(slot)
        metrics = _metrics(folder) if self.wanted("metrics") else []
        return [rendered, *looked, *tried, *metrics]

    def _in_turn(self, planned: list[Step], turn: int) -> list[Step]:
        """Neighbours run at the same time: they begin with different tests and spare each other."""
        tests = [step for step in planned if step.step == "tests"]
        first = len(tests) * (turn % self.at_once) // self.at_once
        return [*tests[first:], *tests[:first], *planned[len(tests) :]]

    def _try(self, here: Here, slot: forks.Slot, step: Step, reuse: bool) -> Outcome:
        if not reuse:
            return self._run(here, slot, step)
        with self.passed.turn(step, here.case):
            begun = time.monotonic()
            before = self.passed.reuse(step, here)
            if before:
                return Outcome(step.check, time.monotonic() - begun, reused=before)
            return self._run(here, slot, step)

    def _run(self, here: Here, slot: forks.Slot, step: Step) -> Outcome:
        answer = slot.run(here.folder, step.step, *step.arguments, seconds=self.seconds)
        said = answer.output.strip()
        faults = answer.faults or (["it prints nothing"] if step.speaks and not said else [])
        if faults:
            found = tuple(fault for fault in (*faults, said) if fault)
            return Outcome(step.check, answer.seconds, found)
        self.passed.add(step, here, answer)
        return Outcome(step.check, answer.seconds)


def _metrics(folder: Path) -> list[Outcome]:
    """Whether the app exports every metric that its rules and dashboards name."""
    begun = time.monotonic()
    named, exported = static.metrics_named(folder), folder / EXPORTED
    held = set(json.loads(exported.read_text(encoding="utf-8"))) if exported.exists() else set()
    faults = tuple(
        f"{file} names the metric {name}, which this app does not export"
        for file, names in sorted(named.items())
        for name in sorted(names - held)
    )
    return [Outcome("metrics", time.monotonic() - begun, faults)] if named else []
