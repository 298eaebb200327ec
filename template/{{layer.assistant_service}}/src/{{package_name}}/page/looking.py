"""Which conversation a page shows: what is chosen last stays, whatever another turn still says."""

import time
from collections.abc import Hashable, Iterator, Sequence
from threading import Lock
from typing import Any

import gradio as gr

from ..conversations.told import Told

Update = dict[Any, Any]
# A browser that is gone takes nothing any more, and nothing waits for it longer than this.
_PATIENCE = 5.0
# Who clicks twice, or holds Enter, means it once.
_TWICE = 1.0


class Looking:
    """Where one page of a browser looks. Gradio keeps a copy for each, on the server."""

    def __init__(self) -> None:
        self.at = ""
        self.told: Sequence[Told] = ()
        """What stood there when the page was last told how all stands."""
        self.refused = ""
        """A question that was not taken."""
        self._known = False
        self._turn: object = None
        self._ended = False
        self._did: tuple[Hashable, float] = ("", 0.0)
        self._sending = Lock()

    def __deepcopy__(self, memo: dict[int, Any]) -> "Looking":
        """A page of its own."""
        return Looking()

    def choose(self, conversation: str) -> None:
        """Look at a conversation. Returns when what was being sent of another one is under way."""
        self.at, self._known, self._turn, self._ended = conversation, True, None, False
        if self._sending.acquire(timeout=_PATIENCE):
            self._sending.release()

    def meant(self, shown: str | None) -> str:
        """Return the conversation that a person means: the last that was chosen.

        The page may still show another one, where an answer came late. It alone knows where a
        server that was started since does not.
        """
        if not self._known:
            self.choose(shown or "")
        return self.at

    def shown(self, conversation: str, updates: Iterator[Update]) -> Iterator[Update]:
        """Look at a conversation, and give its updates until something else is chosen.

        A turn goes on without a listener.
        """
        self.choose(conversation)
        turn = self._turn = object()
        update: Update = {}
        for update in updates:
            # Gradio goes on with a generator when it has sent what that gave.
            with self._sending:
                if self._turn is not turn:
                    break
                yield update
        self._ended = self._turn is turn
        # Gradio sends once more what came last: that is to change nothing.
        yield dict.fromkeys(update, gr.skip())

    def ended(self) -> bool:
        """Return whether the turn that is looked at has ended; it is said once."""
        ended, self._ended = self._ended, False
        if ended:
            self._turn = None
        return ended

    def follows(self) -> bool:
        """Return whether this page shows a turn of its own as it happens."""
        return self._turn is not None

    def twice(self, *done: Hashable) -> bool:
        """Return whether the very same was done a moment ago."""
        last, self._did = self._did, (done, time.monotonic())
        return last[0] == done and self._did[1] - last[1] < _TWICE
