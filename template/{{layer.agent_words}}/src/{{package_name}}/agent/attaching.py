"""This project's attachments: none, a task is words."""

from collections.abc import Sequence
from pathlib import Path

from ..planning.rules import RulePlanner
from ..ports import RunError
from ..tools import Tool
from .attached import Block

Planner = RulePlanner


class Words:
    """The `Attachments` of a project that takes words alone."""

    def keep(self, run: str, files: Sequence[bytes]) -> list[str]:
        """Refuse whatever comes."""
        if files:
            raise RunError("this agent takes words alone")
        return []

    def blocks(self, run: str) -> list[Block]:
        """Return nothing."""
        return []

    def tools(self, run: str = "") -> list[Tool]:
        """Return nothing."""
        return []

    def forget(self, run: str) -> None:
        """Do nothing."""


def open_attachments(folder: Path, files: Path) -> Words:
    """Return what takes nothing."""
    return Words()


__all__ = ["Planner", "open_attachments"]
