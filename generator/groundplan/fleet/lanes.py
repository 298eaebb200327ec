"""The same work on many repositories, several at a time, each lane a process of its own.

A process that crashes or is killed takes one repository's result with it and nothing else: its
lane goes on with a new one. Processes live on from one repository to the next, as importing
Copier takes about as long as an update.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import TypeVar

Made = TypeVar("Made")


def process() -> Executor:
    """A lane. It is spawned, because a fork of a process with threads may hang."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)


def each(
    paths: Sequence[Path],
    work: Callable[[Path], Made],
    jobs: int,
    *,
    started: Callable[[Path], None] = lambda path: None,
    stopping: Event | None = None,
    lane: Callable[[], Executor] = process,
) -> Generator[tuple[Path, Made | None], None, None]:
    """Do the work, and give each result as soon as it is there; None where its process died.

    Args:
        paths: What to work on, in this order.
        work: What to do; it raises nothing.
        jobs: How many at a time.
        started: Told of each as it begins.
        stopping: Once it is set, nothing more begins; what has begun is finished.
        lane: Makes what works on one at a time.
    """
    waiting = deque(paths)
    free = [lane() for _ in range(min(jobs, len(waiting)))]
    under_way: dict[Future[Made], tuple[Path, Executor]] = {}
    try:
        while True:
            while waiting and free and not (stopping and stopping.is_set()):
                path, executor = waiting.popleft(), free.pop()
                started(path)
                under_way[executor.submit(work, path)] = path, executor
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                path, executor = under_way.pop(future)
                try:
                    made: Made | None = future.result()
                except BrokenProcessPool:
                    made = None
                    executor.shutdown(wait=False)
                    executor = lane()
                free.append(executor)
                yield path, made
    finally:
        if under_way:  # somebody does not want to wait for them
            for child in active_children():
                with suppress(ProcessLookupError, PermissionError):  # it has barely begun
                    os.killpg(child.pid or 0, signal.SIGKILL)
                child.kill()
        for executor in (*free, *(held for _, held in under_way.values())):
            executor.shutdown()


@contextmanager
def interruptible() -> Iterator[Event]:
    """An event that the first Ctrl-C sets; the second raises KeyboardInterrupt."""
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _begin() -> None:
    """A session of its own: no Ctrl-C reaches what runs here, and nothing here asks a person."""
    os.setsid()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os.killpg(0, signal.SIGKILL)
