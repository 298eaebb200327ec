"""Progress while the matrix runs: a few lines that stay in place, or plain lines in a log.

The time goes on being shown while nothing finishes, so a thread of its own shows it: what forks
should have forked before.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, RLock, Thread

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.text import Text

from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.report.estimate import Estimate
from groundplan.matrix.report.wording import duration, plain

_EVERY = 15.0  # seconds between two lines of a log, unless a tenth of the whole was done before
_FAULT = 200  # characters of it
_NAMES = 4  # of the combinations that are running


class Progress:
    """What is done, what is running, and how long the rest may take."""

    def __init__(
        self,
        console: Console,
        cases: Sequence[Case],
        costs: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin to count; `costs` are seconds by name that a previous run measured."""
        self.console = console
        self.total = len(cases)
        self.passed = self.failed = 0
        self._running: list[str] = []
        self._estimate = Estimate(cases, costs)
        self._clock, self._began = clock, clock()
        self._told = (self._began, 0)
        self._lock = RLock()

    def started(self, case: Case) -> None:
        """A combination is under way."""
        with self._lock:
            self._running.append(case.name)
            self._estimate.started(case, self._clock() - self._began)

    def finished(self, verdict: Verdict) -> None:
        """A combination is done; if it failed, that is said at once."""
        with self._lock:
            if verdict.case.name in self._running:
                self._running.remove(verdict.case.name)
            self._estimate.finished(verdict)
            self.passed += verdict.passed
            self.failed += not verdict.passed
        for outcome in verdict.outcomes:
            if outcome.faults:
                first = plain(outcome.faults[0]).partition("\n")[0][:_FAULT]
                failed = ("failed ", "bold red")
                line = Text.assemble(failed, f"{verdict.case.name}: {outcome.check}: {first}")
                self.console.print(line, soft_wrap=not self.console.is_terminal)
        if not self.console.is_terminal:
            self.tell()

    def tell(self) -> None:
        """Write a line if it is time for one."""
        with self._lock:
            now, done = self._clock(), self.passed + self.failed
            since, before = now - self._told[0], done - self._told[1]
            if since < _EVERY and before < max(self.total / 10, 1):
                return
            self._told = now, done
        self.console.print(Text(f"{self.state()}; {self.running()}"), soft_wrap=True)

    def state(self) -> str:
        """Numbers and times."""
        with self._lock:
            elapsed = self._clock() - self._began
            rest = self._estimate.remaining(elapsed)
            ahead = "" if rest is None else f", about {duration(rest)} to go"
            counted = f"{self.passed} passed, {self.failed} failed of {self.total}"
            return f"{counted} after {duration(elapsed)}{ahead}"

    def running(self) -> str:
        """The names of what is under way."""
        with self._lock:
            names, more = self._running[:_NAMES], len(self._running[_NAMES:])
        if not names:
            return "nothing is running"
        return f"running {', '.join(names)}{f' and {more} more' if more else ''}"

    def __rich__(self) -> RenderableType:
        """The lines that stay in place."""
        bar = ProgressBar(max(self.total, 1), self.passed + self.failed, width=60)
        colour = "red" if self.failed else "green"
        running = Text(self.running(), style="dim", overflow="ellipsis", no_wrap=True)
        return Group(Text(self.state(), style=colour), bar, running)


@contextmanager
def live(
    console: Console, cases: Sequence[Case], costs: Mapping[str, float] | None = None
) -> Iterator[Progress]:
    """Show the progress of a run until it ends, however it ends.

    Args:
        console: Where to; if it is no terminal, lines are written now and then.
        cases: The combinations of the run.
        costs: Seconds by name as a previous run measured them.
    """
    progress = Progress(console, cases, costs or {})
    if console.is_terminal:
        with Live(progress, console=console, transient=True):
            yield progress
        return
    ended = Event()

    def follow() -> None:
        while not ended.wait(1.0):
            progress.tell()

    teller = Thread(target=follow, daemon=True)
    teller.start()
    try:
        yield progress
    finally:
        ended.set()
        teller.join()
