"""How long the rest of a run will take, from what is done."""

from collections.abc import Iterable, Mapping
from statistics import fmean

from groundplan.matrix.model import Case, Verdict


class Estimate:
    """Weighs every combination by what it cost before, or by what its like cost in this run."""

    def __init__(self, cases: Iterable[Case], costs: Mapping[str, float]) -> None:
        """Take the combinations of the run, and seconds by name as a previous run measured them."""
        self._waiting = {case.name: case for case in cases}
        self._costs = costs
        self._running: dict[str, float] = {}
        self._done: list[Verdict] = []

    def started(self, case: Case, elapsed: float) -> None:
        """A combination is under way, so many seconds after the run began."""
        self._running[case.name] = elapsed

    def finished(self, verdict: Verdict) -> None:
        """A combination is done."""
        self._running.pop(verdict.case.name, None)
        self._waiting.pop(verdict.case.name, None)
        self._done.append(verdict)

    def remaining(self, elapsed: float) -> float | None:
        """Seconds by the clock until all is done; None as long as nothing is.

        The rate at which work was done so far holds how many combinations run side by side.

        Args:
            elapsed: Seconds by the clock since the run began.
        """
        done = sum(verdict.seconds for verdict in self._done)
        if not done:
            return None if self._waiting else 0.0
        weights = self._weights()
        under_way = sum(
            min(elapsed - since, weights[name]) for name, since in self._running.items()
        )
        return (sum(weights.values()) - under_way) * elapsed / (done + under_way)

    def _weights(self) -> dict[str, float]:
        """Seconds that each unfinished combination is expected to take from start to end."""
        known = [found for found in self._done if self._costs.get(found.case.name)]
        before = sum(self._costs[found.case.name] for found in known)
        pace = sum(found.seconds for found in known) / before if before else 1.0
        measured: dict[str, list[float]] = {}
        for found in self._done:
            measured.setdefault(found.case.problem, []).append(found.seconds)
        typical = fmean(found.seconds for found in self._done)
        likes = {problem: fmean(seconds) for problem, seconds in measured.items()}
        return {
            name: self._costs[name] * pace
            if name in self._costs
            else likes.get(case.problem, typical)
            for name, case in self._waiting.items()
        }
