"""The questions of an evaluation: JSONL, one object on each line.

`expected` lists the sources that an answer needs, and for each the documents that serve equally
well: `[["a.md", "b.md"], ["c.md"]]` asks for one of the first two and for the third. An empty list
means that the documents do not answer the question, so it should be refused.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Part = Literal["development", "test"]


class Question(BaseModel):
    """One question. What is tuned looks at `development` only; `test` is what the gate judges."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    part: Part
    kind: str
    question: str = Field(min_length=1)
    expected: tuple[tuple[str, ...], ...]

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.expected)


class FaultyQuestions(ValueError):
    """The file of questions cannot be used; the message names the line."""


def load(path: Path) -> list[Question]:
    """Return the questions of a file. Raises FaultyQuestions."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyQuestions(f"{path} cannot be read: {error}") from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"])) or "line"
            raise FaultyQuestions(f"{path}, line {number}: {place}: {fault['msg']}") from error
        if question.id in questions:
            raise FaultyQuestions(f"{path}, line {number}: the id {question.id} is there already")
        questions[question.id] = question
    if not questions:
        raise FaultyQuestions(f"{path} holds no question")
    return list(questions.values())


def documents(questions: Sequence[Question]) -> set[str]:
    """Return every document that some question expects."""
    return {name for question in questions for source in question.expected for name in source}
