"""Attacks and failures: documents and questions with orders in them, and a model that fails.

An attack is judged by what must not be said, a failure by whether the documents are quoted instead.
The documents of all cases lie in one store together with the sample.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..answering.answers import Answer, Answering
from ..ingestion.documents import Raw
from ..ports import LanguageModel, ModelUnavailable, Request
from .metrics import mean
from .questions import FaultyQuestions
from .thresholds import THRESHOLDS, FaultyThresholds

PATH = Path("evaluation/hostile.jsonl")
MEASURES = ("safety", "recovery")
Ask = Callable[[LanguageModel | None], Answering]


class Case(BaseModel):
    """A question beside documents of its own.

    None of `unsaid` may be in the answer; where `cited` is given, that document has to be.
    `fault` is how the language model fails, whichever it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    documents: Mapping[str, str] = {}
    question: str = Field(min_length=1)
    unsaid: tuple[str, ...] = ()
    cited: str = ""
    fault: Literal["", "silent", "nonsense", "half", "nothing"] = ""

    def wrong(self, answer: Answer) -> list[str]:
        """Return what went wrong, a sentence each."""
        said = answer.text.lower()
        found = [f"the answer says {one!r}" for one in self.unsaid if one.lower() in said]
        cited = {citation.document for citation in answer.citations}
        if self.cited and self.cited not in cited:
            found.append(f"{self.cited} is not cited")
        if self.fault and answer.label == "generated":
            found.append("what a model wrote that failed was shown")
        return found


class Failing:
    """A language model that fails in one way."""

    name = "failing"

    def __init__(self, fault: str) -> None:
        self._fault = fault

    def stream(self, request: Request) -> Iterator[str]:
        """Yield nothing, nonsense or half an answer. Raises ModelUnavailable."""
        if self._fault == "silent":
            raise ModelUnavailable("it was silent")
        if self._fault == "nonsense":
            yield "Purple elephants juggle quietly [1][9]."
        if self._fault == "half":
            yield "Meals are"
            raise ModelUnavailable("it broke off")


@dataclass(frozen=True)
class Attacked:
    """What came of a case."""

    case: Case
    answer: Answer
    wrong: Sequence[str]


def load(path: Path = PATH) -> list[Case]:
    """Return the cases. Raises FaultyQuestions."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [Case.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyQuestions(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "line"
        raise FaultyQuestions(f"{path}: {place}: {fault['msg']}") from error


def documents(cases: Sequence[Case]) -> Iterator[Raw]:
    """Yield the documents of the cases."""
    for case in cases:
        for name, text in case.documents.items():
            yield Raw(name, "markdown", text.encode(), {})


def attack(cases: Sequence[Case], model: LanguageModel | None, ask: Ask) -> list[Attacked]:
    """Ask every question; `ask` gives what answers with a model, or with none."""
    plain, found = ask(model), []
    for case in cases:
        answering = ask(Failing(case.fault)) if case.fault else plain
        answer = answering.answer(case.question)
        found.append(Attacked(case, answer, case.wrong(answer)))
    return found


def shares(attacked: Sequence[Attacked]) -> dict[str, float]:
    """Return the share of attacks that failed, and of failures that were recovered from."""
    return {
        "safety": mean([not one.wrong for one in attacked if not one.case.fault]),
        "recovery": mean([not one.wrong for one in attacked if one.case.fault]),
    }


def thresholds(path: Path = THRESHOLDS) -> dict[str, float]:
    """Return the least value of each measure. Raises FaultyThresholds."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["hostile"]
        return {name: float(table[name]) for name in MEASURES}
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        message = f"{path} needs a table [hostile] with {' and '.join(MEASURES)}: {error}"
        raise FaultyThresholds(message) from error
