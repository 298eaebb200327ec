"""Ask a second time while the first call is silent, and take whichever speaks first.

From J. Dean and L. A. Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def soonest(call: Callable[[], T], seconds: float | None, *, discard: Callable[[T], None]) -> T:
    """Return `call()`; after `seconds` of waiting, the sooner of two. None: never a second one.

    A failure counts only when both have failed, or the first before the second was begun.
    `discard` gets the result that came too late.
    """
    if seconds is None:
        return call()
    pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hedge")
    try:
        running = {pool.submit(copy_context().run, call)}
        if not wait(running, timeout=seconds).done:
            running.add(pool.submit(copy_context().run, call))
        while True:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                if future.exception() is None:
                    for late in running:
                        late.add_done_callback(lambda late: _discard(late, discard))
                    return future.result()
            if not running:
                return done.pop().result()
    finally:
        pool.shutdown(wait=False)


def _discard(late: Future[T], discard: Callable[[T], None]) -> None:
    if late.exception() is None:
        discard(late.result())
