"""Runs rounds, one at a time: one that was broken off is taken up where it was."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect

from filelock import FileLock, Timeout
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite import SqliteSaver

from ..memory.memory import Begun, Memory
from .graph import Graph
from .state import Round

# Seven agents and as many visits to the supervisor, each several times over.
_STEPS = 500
Build = Callable[[Begun, SqliteSaver], Graph]


class Busy(RuntimeError):
    """Another round is under way."""


class Rounds:
    """The rounds of one crew, whose checkpoints lie in a folder.

    `build` makes the graph for a round.
    """

    def __init__(self, folder: Path, memory: Memory, build: Build) -> None:
        self._folder, self._memory, self._build = folder, memory, build

    def run(self) -> Round:
        """Finish the round that was broken off, or run a new one.

        Raises Busy, or Unfinished where the next run takes it up again.
        """
        with self._alone():
            path = self._folder / "checkpoints.sqlite"
            # The graph writes from threads of its own, in turn.
            begun = self._memory.begin(datetime.now(UTC).isoformat(timespec="seconds"))
            with closing(connect(path, check_same_thread=False)) as connection:
                connection.execute("PRAGMA synchronous = NORMAL")
                return self._run(begun, SqliteSaver(connection))

    def _run(self, begun: Begun, checkpoints: SqliteSaver) -> Round:
        config: RunnableConfig = {
            "configurable": {"thread_id": str(begun.id)},
            "recursion_limit": _STEPS,
        }
        graph = self._build(begun, checkpoints)
        broken_off = checkpoints.get_tuple(config) is not None
        start = None if broken_off else Round(id=begun.id, started=begun.started)
        # Synchronous: the checkpoint of a step is on the disk before the next one begins.
        graph.invoke(start, config, durability="sync")
        state = Round.model_validate(graph.get_state(config).values)
        checkpoints.delete_thread(str(begun.id))
        return state

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / "round.lock", timeout=0):
                yield
        except Timeout as error:
            raise Busy("another round is under way: wait for its end") from error
