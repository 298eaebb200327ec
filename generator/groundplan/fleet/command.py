"""What `groundplan fleet` does with the repositories that were found."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from groundplan import releases
from groundplan.catalogue import load
from groundplan.fleet import lanes
from groundplan.fleet.memory import Memory
from groundplan.fleet.result import Result
from groundplan.fleet.shown import COLOURS, live
from groundplan.fleet.status import Status, look
from groundplan.fleet.template import Template
from groundplan.fleet.update import Order, updated
from groundplan.schema import Answers

_DIED = "its process was killed, and nothing was changed: run it again with --resume"


@dataclass(frozen=True)
class Wish:
    """What is asked of `groundplan fleet update`."""

    given: Answers
    checks: bool = True
    pull_requests: bool = False
    resume: bool = False


def statuses(
    paths: Sequence[Path],
    jobs: int | None,
    console: Console,
    template: Template | None = None,
    lane: Callable[[], Executor] = lanes.process,
) -> list[Status]:
    """What state each is in, in the order of their paths."""
    work = partial(look, template=template or own())
    found: dict[Path, Status] = {}
    with live(console, len(paths)) as told:
        for path, made in lanes.each(
            paths, work, jobs or _cores(), started=told.started, lane=lane
        ):
            found[path] = made or Status(path, fault="the process that looked at it was killed")
            told.finished(path, "")
    return [found[path] for path in paths]


def updates(
    paths: Sequence[Path],
    roots: Sequence[Path],
    wish: Wish,
    jobs: int | None,
    console: Console,
    template: Template | None = None,
    lane: Callable[[], Executor] = lanes.process,
) -> tuple[list[Result], int]:
    """What became of each, and how many were not begun because the run was stopped.

    Args:
        paths: The repositories.
        roots: Where they were searched for; with the answers, it says which run is resumed.
        wish: What is asked for.
        jobs: How many at a time; the cores if left out.
        console: Where to show how far it is.
        template: What they are updated to; this version's if left out.
        lane: See `lanes.each`.
    """
    to = template or own()
    places = [root.expanduser().resolve() for root in roots] or paths
    memory = Memory.of(places, wish.given, to.tag, pull_requests=wish.pull_requests)
    if wish.resume:
        memory.read()
    memory.keep()
    results = {path: held for path in paths if (held := memory.finished(path))}
    left = [path for path in paths if path not in results]
    work = partial(updated, order=Order(to, wish.given, wish.checks, wish.pull_requests))
    with lanes.interruptible() as stopping, live(console, len(left)) as told:
        done = lanes.each(
            left, work, jobs or _cores(), started=told.started, lane=lane, stopping=stopping
        )
        for path, made in done:
            result = made or Result(str(path), "failed", _DIED)
            memory.keep(result)
            results[path] = result
            told.finished(path, result.state, COLOURS[result.state])
    return [results[path] for path in paths if path in results], len(paths) - len(results)


def own() -> Template:
    """This version's template."""
    return Template(load(), releases.known())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
