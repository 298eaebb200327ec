"""This project's attachments: none, a question is words."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from ..planning.requests import Rule
from ..ports import RunError
from ..tools import Tool

RULES: list[Rule] = []


class Words:
    """The `Attachments` of a project that takes words alone."""

    taken = ""
    largest = 0

    def keep(self, conversation: str, files: Sequence[bytes]) -> list[str]:
        """Refuse whatever comes."""
        if files:
            raise RunError("this assistant takes words alone")
        return []

    def blocks(self, conversation: str, text: str) -> list[dict[str, Any]]:
        """Return nothing."""
        return []

    def tools(self, conversation: str) -> list[Tool]:
        """Return nothing."""
        return []

    def shown(self, conversation: str, text: str) -> dict[str, str]:
        """Return nothing."""
        return {}

    def forget(self, conversation: str) -> None:
        """Do nothing."""


def open_attachments(folder: Path, registry: CollectorRegistry | None = None) -> Words:
    """Return what takes nothing."""
    return Words()


def addressed(question: str, past: str) -> str:
    """Return the question as it is: there is nothing else that it could mean."""
    return question
