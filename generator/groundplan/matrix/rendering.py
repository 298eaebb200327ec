"""Combinations rendered and looked at, in worker processes that remember what they saw."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from groundplan.matrix import quick_copier, static
from groundplan.matrix.contents import Contents
from groundplan.matrix.model import Case, Outcome, Render


def render(template: Path, case: Case, folder: Path) -> tuple[Outcome, Contents | None]:
    """Render a combination; a template that cannot be rendered is a fault of the combination."""
    begun = time.monotonic()
    faults: tuple[str, ...] = ()
    contents = None
    try:
        with quick_copier.remembering():
            quick_copier.rendered(template, folder, case.answers)
        contents = Contents(folder)
    except Exception as error:
        faults = (f"{type(error).__name__}: {error}",)
    return Outcome("render", time.monotonic() - begun, faults), contents


def look(case: Case, folder: Path) -> list[Outcome]:
    """Every static check of a render."""
    outcomes = []
    for name, check in static.CHECKS.items():
        begun = time.monotonic()
        try:
            faults = tuple(check(Render(case, folder)))
        except Exception as error:
            faults = (f"the check itself failed: {type(error).__name__}: {error}",)
        outcomes.append(Outcome(name, time.monotonic() - begun, faults))
    return outcomes


class Workers:
    """Renders and looks; each call waits for a worker that is free."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def render(self, template: Path, case: Case, folder: Path) -> tuple[Outcome, Contents | None]:
        """As the function of this name."""
        return self._pool.submit(render, template, case, folder).result()

    def look(self, case: Case, folder: Path) -> list[Outcome]:
        """As the function of this name."""
        return self._pool.submit(look, case, folder).result()


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """As many processes as are wanted, forked from this one: it must have no threads yet."""
    pool = ProcessPoolExecutor(count, mp_context=get_context("fork"))
    try:
        # They start now, and not when threads are there already.
        list(pool.map(time.sleep, [0.01] * count))
        yield Workers(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
