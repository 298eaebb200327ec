"""What goes over the wire."""

from typing import Self

from pydantic import BaseModel, Field

from ..programs.program import Cases
from ..translation.translate import Translation


class TranslateIn(Cases):
    """A program, whose last function is translated, and the cases that it is held to."""

    source: str = Field(min_length=1, max_length=20_000)

    def cases_alone(self) -> Cases:
        """Return what the program is held to."""
        return Cases.model_validate(self.model_dump(exclude={"source"}))


class SpeedOut(BaseModel):
    """Median seconds of a call on the benchmark's input, the start of a process left out."""

    python_seconds: float
    cpp_seconds: float
    ratio: float


class TranslationOut(BaseModel):
    """How it ended: `passed`, or what the last attempt failed by."""

    translator: str
    origin: str
    verdict: str
    source: str
    repairs: int
    complaint: str
    speed: SpeedOut | None

    @classmethod
    def of(cls, end: Translation) -> Self:
        """Return what a reader is told of a translation."""
        speed = end.speed
        return cls(
            translator=end.translator,
            origin=end.origin,
            verdict=end.verdict,
            source=end.source,
            repairs=end.repairs,
            complaint=end.complaint,
            speed=speed
            and SpeedOut(python_seconds=speed.python, cpp_seconds=speed.cpp, ratio=speed.ratio),
        )


class ProgramOut(BaseModel):
    """A program that comes with the project."""

    name: str
    kind: str
    source: str
    declaration: str
    cases: int
