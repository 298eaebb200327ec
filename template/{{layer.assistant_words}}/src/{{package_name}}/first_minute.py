"""What the demo shows besides words: nothing."""

from .conversations.attachments import Attachments

QUESTIONS: tuple[tuple[str, list[bytes]], ...] = ()


def left(attachments: Attachments, conversation: str) -> str:
    """Leave nothing to look at."""
    return ""
