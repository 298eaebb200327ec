"""What varies, and what the rest of the code may expect of it.

Language models are LangChain's `BaseChatModel`; `wiring.py` chooses what stands behind each port.
"""

from typing import Protocol

from .offers.offer import Item


class NotDelivered(RuntimeError):
    """A message did not go out; the message says why."""


class Messenger(Protocol):
    """Tells a person something."""

    @property
    def name(self) -> str:
        """Who or what is told, without any secret in it."""

    def send(self, title: str, body: str) -> None:
        """Send a message. Raises NotDelivered."""


class Estimator(Protocol):
    """Says what a thing would fetch."""

    @property
    def name(self) -> str:
        """What it is called in an estimate."""

    def price(self, item: Item) -> float:
        """Return a fair price in euros, above 0."""
