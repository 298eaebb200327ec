"""Runs stages in order, times and counts each, and keeps the text when one of them fails."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram

from .exchange import Exchange

_LOG = logging.getLogger(__name__)
_OUTCOMES = ("passed", "changed", "blocked", "failed")
_SECONDS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]


class Stage(Protocol):
    """One step. It sees an exchange and returns it: as it is, with findings, changed or refused."""

    @property
    def name(self) -> str:
        """What settings, metrics and findings call it."""

    @property
    def closed(self) -> bool:
        """Whether nothing may pass while it fails; an open stage is then passed over."""

    def apply(self, exchange: Exchange) -> Exchange:
        """Return what goes on."""


class Check(Stage, Protocol):
    """A stage behind the model."""

    def withholds(self, exchange: Exchange) -> bool:
        """Return whether it may put something else in the place of the answer to this question."""


class Pipeline:
    """The stages before the model and those after it; without stages everything passes."""

    def __init__(
        self,
        before: Sequence[Stage] = (),
        after: Sequence[Check] = (),
        registry: CollectorRegistry | None = None,
    ) -> None:
        self._before, self._after = before, after
        self._outcomes = Counter(
            "stage_outcomes", "Exchanges by what a stage did", ["stage", "outcome"], registry=None
        )
        self._durations = Histogram(
            "stage_duration_seconds", "Time in a stage", ["stage"], buckets=_SECONDS, registry=None
        )
        self._findings = Counter(
            "stage_findings", "What stages found", ["stage", "label"], registry=None
        )
        for stage in (*before, *after):
            for outcome in _OUTCOMES:
                self._outcomes.labels(stage.name, outcome)
        if registry is not None:
            for metric in (self._outcomes, self._durations, self._findings):
                registry.register(metric)

    def before(self, question: str, user: str = "") -> Exchange:
        """Return what may go to the model, or a refusal."""
        return self._run(self._before, Exchange(question, user))

    def tried(self, stage: Stage, exchange: Exchange) -> Exchange:
        """Return what one more stage makes of an exchange, timed and counted like the others."""
        return self._run([stage], exchange)

    def withholds(self, exchange: Exchange) -> bool:
        """Return whether the answer may be kept back, so that none of it is shown beforehand."""
        return any(check.withholds(exchange) for check in self._after)

    def after(self, exchange: Exchange, answer: str, passages: Sequence[str] = ()) -> Exchange:
        """Return the exchange with its checked answer; `passages` are what it should rest on."""
        answered = replace(exchange, answer=answer, passages=tuple(passages))
        return self._run(self._after, answered)

    def _run(self, stages: Sequence[Stage], exchange: Exchange) -> Exchange:
        for stage in stages:
            if exchange.refusal:
                break
            started = time.perf_counter()
            following, outcome = _step(stage, exchange)
            self._durations.labels(stage.name).observe(time.perf_counter() - started)
            self._outcomes.labels(stage.name, outcome).inc()
            for finding in following.findings[len(exchange.findings) :]:
                self._findings.labels(finding.stage, finding.label).inc()
            exchange = following
        return exchange


def _step(stage: Stage, exchange: Exchange) -> tuple[Exchange, str]:
    try:
        following = stage.apply(exchange)
    except Exception as error:
        # The message may quote the text, and that may hold what the log must not.
        _LOG.error("stage %s failed: %s", stage.name, type(error).__name__)
        failed = exchange.found(stage.name, "failed")
        if stage.closed:
            failed = failed.refused(
                f"This could not be checked ({stage.name}), so it was not passed on: try again."
            )
        return failed, "failed"
    if following.refusal:
        return following, "blocked"
    return following, "passed" if _texts(following) == _texts(exchange) else "changed"


def _texts(exchange: Exchange) -> tuple[object, ...]:
    return exchange.question, exchange.answer, exchange.passages
