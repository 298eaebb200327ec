"""A language model as the judge of answers: what it is shown, and what it says."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel

from ..language_models.structured import ask

CRITERIA = ("helpful", "faithful")


class FaultyJudge(ValueError):
    """There is no judge, or none to be trusted; the message says why."""


class Verdict(BaseModel):
    """What is good about an answer."""

    helpful: bool
    faithful: bool


class Shown(BaseModel):
    """What a judge sees. `known` is all that was known to whoever answered, a line each."""

    question: str
    known: str = ""
    answer: str


@dataclass(frozen=True)
class Judge:
    """Judges answers with a model."""

    model: BaseChatModel
    prompt: str

    def verdict(self, shown: Shown) -> Verdict:
        """Return what the model says of an answer. Raises ModelUnavailable."""
        # A label's other fields are what the judge must not see.
        seen = shown.model_dump(include=set(Shown.model_fields))
        asked = HumanMessage(json.dumps(seen, ensure_ascii=False, indent=1))
        return ask(self.model, [SystemMessage(self.prompt), asked], Verdict)[0]

    def shares(self, answers: Iterable[Shown]) -> dict[str, float]:
        """Return the share of answers that fulfil each criterion, 0 of none.

        Raises ModelUnavailable.
        """
        verdicts = [self.verdict(one) for one in answers]
        return {
            f"judged {name}": fmean([bool(getattr(one, name)) for one in verdicts] or [0.0])
            for name in CRITERIA
        }


def known(earlier: Sequence[tuple[str, str]], found: Iterable[tuple[str, str]]) -> str:
    """Return what was known in the form of `evaluation/judge/judged.jsonl`.

    `earlier` are the questions and answers before this one, `found` what was found out, each under
    the name of where it comes from.
    """
    said = [line for asked, answer in earlier for line in (f"person: {asked}", f"answer: {answer}")]
    return "\n".join([*said, *(f"{name}: {text}" for name, text in found)])


def read_prompt(path: Path) -> str:
    """Return what the judge is told. Raises FaultyJudge."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyJudge(f"{path} cannot be read: {error}") from None
