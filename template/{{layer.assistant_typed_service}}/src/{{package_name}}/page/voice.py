"""This project's page has no voice: what is said to it is typed."""

from ..conversations.assistant import Assistant
from .page import Page


def voiced(page: Page, assistant: Assistant) -> None:
    """Add nothing."""
