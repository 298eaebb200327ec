"""This project's service has no voice: it takes and gives words."""

from collections.abc import Mapping

from fastapi import APIRouter

from ..conversations.assistant import Assistant


def voice_routes(assistant: Assistant) -> list[APIRouter]:
    """Return none."""
    return []


def large_bodies(assistant: Assistant) -> Mapping[str, int]:
    """Return none: no route takes more than the others."""
    return {}
