"""A run of the matrix: each combination rendered, looked at, and run, several at a time."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from groundplan.matrix import forks, static
from groundplan.matrix.model import Case, Outcome, Verdict
from groundplan.matrix.plan import Step, steps
from groundplan.matrix.rendering import Workers, copied, workers
from groundplan.matrix.reuse import Contents, Here, Passed, referees

EXPORTED = ".exported-metrics.json"


@dataclass(frozen=True)
class Told:
    """Whom to tell how it goes."""

    started: Callable[[Case], None]
    finished: Callable[[Verdict], None]


class Matrix:
    """Ready to run combinations; made by `ready`."""

    def __init__(
        self, server: forks.ForkServer, looking: Workers, python: Path, template: Path, slots: int
    ) -> None:
        self._looking, self._python, self._template = looking, python, template
        self._scratch, self._slots = server.scratch, slots
        self._free: SimpleQueue[forks.Slot] = SimpleQueue()
        for _ in range(slots):
            self._free.put(server.slot())

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
        trial = _Trial(
            self._looking,
            held,
            self._free,
            self._python,
            self._scratch,
            told,
            skipped,
            wanted,
            seconds,
            Passed(),
        )
        drawn = {case.name for case in referees(cases, held)} if reuse else set()
        with ThreadPoolExecutor(self._slots) as pool:
            try:
                return list(
                    pool.map(lambda case: trial.of(case, reuse and case.name not in drawn), cases)
                )
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


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
    count = slots or len(os.sched_getaffinity(0)) + 1
    python = forks.python()
    wanted = forks.imported_modules(root) if modules is None else modules
    with forks.ForkServer(python, wanted, count) as server:
        template = copied(root, server.scratch / "template")
        with workers(min(count, len(os.sched_getaffinity(0)))) as looking:
            server.wait()
            yield Matrix(server, looking, python, template, count)


@dataclass(frozen=True)
class _Trial:
    looking: Workers
    template: Path
    free: "SimpleQueue[forks.Slot]"
    python: Path
    scratch: Path
    told: Told
    skipped: Callable[[Case, Contents], str | None]
    wanted: Callable[[str], bool]
    seconds: float
    passed: Passed

    def of(self, case: Case, reuse: bool) -> Verdict:
        """All there is to find out about one combination."""
        self.told.started(case)
        begun = time.monotonic()
        slot = self.free.get()
        folder = self.scratch / "renders" / case.name
        try:
            outcomes = self._outcomes(case, folder, slot, reuse)
        finally:
            self.free.put(slot)
            shutil.rmtree(folder, ignore_errors=True)
        verdict = Verdict(case, time.monotonic() - begun, tuple(outcomes))
        self.told.finished(verdict)
        return verdict

    def _outcomes(self, case: Case, folder: Path, slot: forks.Slot, reuse: bool) -> list[Outcome]:
        rendered, contents = self.looking.render(self.template, case, folder)
        if contents is None:
            return [rendered]
        before = self.skipped(case, contents)
        if before:
            return [rendered, Outcome("everything", 0.0, reused=before)]
        looked = self.looking.look(case, folder)
        exported = folder / EXPORTED
        here = Here(case, folder, contents)
        tried = [
            self._try(here, slot, step, reuse)
            for step in steps(folder, self.python, exported)
            if self.wanted(step.check)
        ]
        metrics = _metrics(folder, exported) if self.wanted("metrics") else []
        return [rendered, *looked, *tried, *metrics]

    def _try(self, here: Here, slot: forks.Slot, step: Step, reuse: bool) -> Outcome:
        begun = time.monotonic()
        before = self.passed.find(step, here) if reuse and step.repeatable else None
        if before:
            return Outcome(step.check, time.monotonic() - begun, reused=before)
        answer = slot.run(here.folder, step.step, *step.arguments, seconds=self.seconds)
        said = answer.output.strip()
        faults = answer.faults or (["it prints nothing"] if step.speaks and not said else [])
        if faults:
            found = tuple(fault for fault in (*faults, said) if fault)
            return Outcome(step.check, answer.seconds, found)
        self.passed.add(step, here, answer)
        return Outcome(step.check, answer.seconds)


def _metrics(folder: Path, exported: Path) -> list[Outcome]:
    """Whether the app exports every metric that its rules and dashboards name."""
    begun = time.monotonic()
    named = static.metrics_named(folder)
    held = set(json.loads(exported.read_text(encoding="utf-8"))) if exported.exists() else set()
    faults = tuple(
        f"{file} names the metric {name}, which this app does not export"
        for file, names in sorted(named.items())
        for name in sorted(names - held)
    )
    return [Outcome("metrics", time.monotonic() - begun, faults)] if named else []
