"""What readers say about answers, kept as JSONL, and made into evaluation questions.

A reader may say that an answer was wrong and which documents hold the right one. Such a correction
is a question with known sources: exactly what an evaluation needs.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..evaluation.questions import Question


class Feedback(BaseModel):
    """A reader's judgement of one answer.

    `expected` names the documents that hold the answer. None means that the reader did not say; an
    empty list means that no document holds it.
    """

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=4000)
    helpful: bool
    expected: list[str] | None = Field(default=None, max_length=20)
    comment: str = Field(default="", max_length=4000)


class _Kept(Feedback):
    """A judgement with the time at which it came."""

    time: str = ""


class FeedbackLog:
    """Appends to a JSONL file, one whole line at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Lock()

    def add(self, feedback: Feedback) -> None:
        """Keep a judgement, with the time at which it came."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = _Kept(**feedback.model_dump(), time=now).model_dump_json()
        with self._turn:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def corrections(self) -> Iterator[Question]:
        """Yield a development question for each question that a reader gave the documents of.

        The latest word on a question counts. Lines that are no feedback are passed over.
        """
        latest: dict[str, list[str]] = {}
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        for line in lines:
            try:
                feedback = _Kept.model_validate_json(line)
            except ValidationError:
                continue
            if feedback.expected is not None:
                latest[feedback.question.strip()] = feedback.expected
        for question, expected in latest.items():
            yield Question(
                id=f"feedback-{sha256(question.encode()).hexdigest()[:8]}",
                part="development",
                kind="feedback",
                question=question,
                expected=(tuple(expected),) if expected else (),
            )


def append_new(corrections: Iterator[Question], path: Path) -> int:
    """Append the questions that the file lacks, by id; return how many those were."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    known = {json.loads(line)["id"] for line in present.splitlines() if line.strip()}
    new = [question for question in corrections if question.id not in known]
    with path.open("a", encoding="utf-8") as file:
        if present and not present.endswith("\n"):
            file.write("\n")
        file.writelines(question.model_dump_json() + "\n" for question in new)
    return len(new)
