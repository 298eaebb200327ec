"""Where the service runs rounds: one at a time, each in a thread, its log to whoever listens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from ..crew.graph import Unfinished
from ..crew.log import Listener
from ..crew.rounds import Busy
from ..crew.state import Round
from ..memory.database import MemoryUnusable
from ..memory.memory import Memory
from ..memory.outbox import Outbox
from ..rules import Faulty
from ..wiring import Crew
from .metrics import CrewMetrics

Line = dict[str, Any]
# Opens the crew; the listener gets each line of its log.
Opening = Callable[[Listener], AbstractContextManager[Crew]]
_STATES = ("queued", "sending", "sent", "failed")


class Floor:
    """The crew at work. A round goes on when its listener has left."""

    def __init__(
        self, opening: Opening, memory: Memory, outbox: Outbox, metrics: CrewMetrics
    ) -> None:
        self._opening, self.memory, self.outbox = opening, memory, outbox
        self._metrics = metrics
        self._turn = Lock()

    def begin(self) -> Iterator[Line | Round | Exception]:
        """Start a round; return its log as it is written, with its end as the last. Raises Busy."""
        if not self._turn.acquire(blocking=False):
            raise Busy("another round is under way: wait for its end")
        lines: SimpleQueue[Line | Round | Exception] = SimpleQueue()
        Thread(target=self._run, args=(lines,), daemon=True).start()
        return _until_the_end(lines)

    def _run(self, lines: "SimpleQueue[Line | Round | Exception]") -> None:
        try:
            with self._opening(lines.put) as crew:
                state = crew.rounds.run()
            self._metrics.count(state)
            self.count_notices()
            lines.put(state)
        except (Busy, Faulty, MemoryUnusable, Unfinished) as error:
            self._metrics.rounds.labels("unfinished").inc()
            lines.put(error)
        except Exception:
            self._metrics.rounds.labels("broken").inc()
            lines.put(RuntimeError("the round broke off: it is taken up by the next one"))
            raise
        finally:
            self._turn.release()

    def count_notices(self) -> None:
        """Bring the number of notices in each state up to date."""
        notices = self.outbox.all()
        for state in _STATES:
            self._metrics.notices.labels(state).set(sum(one.state == state for one in notices))


def _until_the_end(
    lines: "SimpleQueue[Line | Round | Exception]",
) -> Iterator[Line | Round | Exception]:
    while True:
        line = lines.get()
        yield line
        if not isinstance(line, dict):
            return
