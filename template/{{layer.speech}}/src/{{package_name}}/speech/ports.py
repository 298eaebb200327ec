"""What hearing and speaking mean here, whoever does it."""

from dataclasses import dataclass
from typing import Protocol

from .sound import Sound


@dataclass(frozen=True, slots=True)
class Segment:
    """What was said between two moments, in seconds from the beginning."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard; `language` is as the model names it, `by` the model that heard it."""

    segments: tuple[Segment, ...]
    language: str
    by: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as sound; `sound.wav()` is its file, `by` the model that spoke."""

    sound: Sound
    by: str


class Transcriber(Protocol):
    """Hears."""

    def transcribe(self, sound: Sound) -> Transcript:
        """Return what is said. Raises SpeechUnusable where nobody speaks, and ModelUnavailable."""


class Speaker(Protocol):
    """Speaks."""

    def speak(self, text: str) -> Spoken:
        """Return the text as sound. Raises SpeechUnusable for no text, and ModelUnavailable."""
