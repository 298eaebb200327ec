"""What comes with a question besides its words: kept, told to the model, worked on, shown.

A text speaks of an attachment by its mark, such as `[picture-1: PNG, 640 x 480]`.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from ..tools import Tool


class Attachments(Protocol):
    """The attachments of all conversations.

    `taken` says what a page may offer (empty: nothing), `largest` how many bytes a file may have.
    """

    taken: str
    largest: int

    def keep(self, conversation: str, files: Sequence[bytes]) -> list[str]:
        """Keep files; return what a question says of them. Raises RunError for other files."""

    def blocks(self, conversation: str, text: str) -> list[dict[str, Any]]:
        """Return what a text speaks of, as a model reads it."""

    def tools(self, conversation: str) -> list[Tool]:
        """Return the tools that work on what a conversation holds."""

    def shown(self, conversation: str, text: str) -> dict[str, str]:
        """Return what a text speaks of as addresses that hold it themselves, by name."""

    def forget(self, conversation: str) -> None:
        """Delete what is kept of a conversation."""
