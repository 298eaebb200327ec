"""A language model as the judge of answers, once it has been shown to judge as people do.

`evaluation/judged.jsonl` holds answers that people judged. The model judges them too, and how far
both agree beyond chance is Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal
scales"). Below the threshold its judgement is not used.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict

from ..agent.prompt import Prompt
from ..language_models.structured import ask
from .expected import FaultySet, lines_of

CRITERIA = ("helpful", "faithful")


class Verdict(BaseModel):
    """What is good about an answer."""

    helpful: bool
    faithful: bool


class Judged(Verdict):
    """An answer that a person judged. `known` is what the assistant knew when it answered."""

    model_config = ConfigDict(extra="forbid")

    id: str
    question: str
    known: str = ""
    answer: str


@dataclass(frozen=True)
class Judge:
    """Judges answers with a model."""

    model: BaseChatModel
    prompt: Prompt

    def verdict(self, question: str, known: str, answer: str) -> Verdict:
        """Return what the model says of an answer. Raises ModelUnavailable."""
        shown = {"question": question, "known": known, "answer": answer}
        asked = HumanMessage(json.dumps(shown, ensure_ascii=False, indent=1))
        return ask(self.model, [SystemMessage(self.prompt.text), asked], Verdict)[0]


def agreement(judge: Judge, judged: Sequence[Judged]) -> dict[str, float]:
    """Return Cohen's kappa between the model and the people, for each criterion."""
    verdicts = [judge.verdict(one.question, one.known, one.answer) for one in judged]
    return {
        name: kappa(
            [bool(getattr(one, name)) for one in judged],
            [bool(getattr(one, name)) for one in verdicts],
        )
        for name in CRITERIA
    }


def kappa(people: Sequence[bool], model: Sequence[bool]) -> float:
    """Return how far two agree beyond chance: 1 always, 0 as by chance, below 0 less than that."""
    count = len(people)
    same = sum(one == other for one, other in zip(people, model, strict=True)) / count
    yes, also = sum(people) / count, sum(model) / count
    chance = yes * also + (1 - yes) * (1 - also)
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def load(path: Path) -> list[Judged]:
    """Return the answers that people judged. Raises FaultySet."""
    judged = lines_of(path, Judged)
    for name in CRITERIA:
        if len({getattr(one, name) for one in judged}) < 2:
            raise FaultySet(f"{path} needs answers that are {name} and answers that are not")
    return judged


def least(path: Path) -> float:
    """Return the agreement that a judge must reach. Raises FaultySet."""
    try:
        return float(tomllib.loads(path.read_text(encoding="utf-8"))["judge"]["kappa"])
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        raise FaultySet(f"{path} needs kappa in a table [judge]: {error}") from None
