"""The open store behind the routes: opened once, and as soon as there is something in it."""

from collections.abc import Callable
from threading import Lock

from ..answering.prompting import FaultyPrompt
from ..ingestion.library import Library
from ..retrieval.store import StoreUnusable
from ..wiring import Assistant, NothingIngested


class Desk:
    """Gives the assistant to the routes. `opening` opens it and may raise NothingIngested."""

    def __init__(self, opening: Callable[[], Assistant], library: Library) -> None:
        self._opening = opening
        self.library = library
        self._assistant: Assistant | None = None
        self._turn = Lock()

    def assistant(self) -> Assistant:
        """Return the assistant. Raises FaultyPrompt, NothingIngested or StoreUnusable."""
        with self._turn:
            if self._assistant is None:
                self._assistant = self._opening()
            return self._assistant

    def readiness(self) -> str | None:
        """Return None when questions can be answered, else why not."""
        try:
            self.assistant()
        except (FaultyPrompt, NothingIngested, StoreUnusable) as reason:
            return str(reason)
        return None
