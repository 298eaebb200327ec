"""Which conversation a page shows: what is chosen last stays, whatever another turn still says."""

from collections.abc import Iterator
from threading import Lock
from typing import Any

import gradio as gr

Update = dict[Any, Any]
# A browser that is gone takes nothing any more, and nothing waits for it longer than this.
_PATIENCE = 5.0


class Looking:
    """Where one page of a browser looks. Gradio keeps a copy for each, on the server."""

    def __init__(self) -> None:
        self.at = ""
        self._sending = Lock()

    def __deepcopy__(self, memo: dict[int, Any]) -> "Looking":
        """A page of its own."""
        return Looking()

    def choose(self, conversation: str) -> None:
        """Look at a conversation. Returns when what was being sent of another one is under way."""
        self.at = conversation
        if self._sending.acquire(timeout=_PATIENCE):
            self._sending.release()

    def shown(self, conversation: str, updates: Iterator[Update]) -> Iterator[Update]:
        """Look at a conversation, and give its updates until another one is chosen.

        A turn goes on without a listener.
        """
        self.choose(conversation)
        update: Update = {}
        for update in updates:
            # Gradio goes on with a generator when it has sent what that gave.
            with self._sending:
                if self.at != conversation:
                    break
                yield update
        # Gradio sends once more what came last: that is to change nothing.
        yield dict.fromkeys(update, gr.skip())
