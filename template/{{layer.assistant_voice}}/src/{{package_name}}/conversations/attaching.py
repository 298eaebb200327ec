"""This project's attachments: sounds, of which the words are kept that were heard in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from ..planning.requests import Rule
from ..ports import RunError
from ..speech.build import build_speaker, build_transcriber
from ..speech.observing import SpeechMetrics
from ..speech.settings import SpeechSettings
from ..tools import Tool
from ..voice.voice import Voice

AT_ONCE = 4
RULES: list[Rule] = []


class Sounds:
    """The `Attachments` that are sounds. None is kept: what was heard is part of the question."""

    taken = "audio"

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.largest = voice.largest

    def keep(self, conversation: str, files: Sequence[bytes]) -> list[str]:
        """Return what is said in each of them. Raises RunError where nothing can be heard."""
        if len(files) > AT_ONCE:
            raise RunError(f"{AT_ONCE} sounds at once are the most")
        return [self.voice.heard(file) for file in files]

    def blocks(self, conversation: str, text: str) -> list[dict[str, Any]]:
        """Return nothing: the model reads words."""
        return []

    def tools(self, conversation: str) -> list[Tool]:
        """Return nothing."""
        return []

    def shown(self, conversation: str, text: str) -> dict[str, str]:
        """Return nothing."""
        return {}

    def forget(self, conversation: str) -> None:
        """Do nothing."""


def open_attachments(folder: Path, registry: CollectorRegistry | None = None) -> Sounds:
    """Return what hears, with its metrics in the registry; the folder stays empty."""
    metrics, settings = SpeechMetrics(registry), SpeechSettings()
    return Sounds(Voice(build_transcriber(metrics), build_speaker(metrics), settings))


def addressed(question: str, past: str) -> str:
    """Return the question as it is: what was heard is words already."""
    return question
