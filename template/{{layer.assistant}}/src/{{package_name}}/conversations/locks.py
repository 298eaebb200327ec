"""A conversation takes one turn at a time: its lock, and whether somebody holds it."""

from pathlib import Path

from ..agent.alone import alone
from ..ports import RunError

UNDER_WAY = "this conversation is still answering: wait for it, then ask again"


def lock_of(folder: Path, conversation: str) -> Path:
    """Return where the lock of a conversation lies."""
    return folder / f"{conversation}.lock"


def under_way(folder: Path, conversation: str) -> bool:
    """Return whether somebody goes on with a conversation just now."""
    try:
        with alone(lock_of(folder, conversation), UNDER_WAY, 0.0):
            return False
    except RunError:
        return True
