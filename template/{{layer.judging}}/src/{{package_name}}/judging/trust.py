"""Whether a model judges as people do: it judges what they judged, and both are compared.

`evaluation/judge/judged.jsonl` holds answers with people's judgement, and who judged. How far both
agree beyond chance is Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal scales").
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError
from rich.console import Console

from ..candidates.build import model as candidate
from .judge import CRITERIA, FaultyJudge, Judge, Shown, Verdict, read_prompt

PROMPT = Path("prompts/judge.md")
FOLDER = Path("evaluation/judge")
# Of the normal distribution, for 95 %.
_Z = 1.96


class Judged(Shown, Verdict):
    """An answer with the judgement of a person, `by` whom it is."""

    model_config = ConfigDict(extra="forbid")

    id: str
    by: str = Field(min_length=1)


@dataclass(frozen=True)
class Agreement:
    """Cohen's kappa: 1 always, 0 as by chance; `low` and `high` bound it with 95 %."""

    kappa: float
    low: float
    high: float


def judge_named(console: Console, name: str, answering: Iterable[str]) -> Judge:
    """Return a candidate as a judge, if it judges as people do.

    `answering` are the models whose answers it is to judge: none may be its own. Raises
    FaultyJudge otherwise, FaultyCandidates, ModelUnavailable.
    """
    model = candidate(name).model
    if model.name_of_first in answering:
        raise FaultyJudge(f"{name} would judge its own answers: name another judge")
    judge, judged = Judge(model, read_prompt(PROMPT)), load(FOLDER / "judged.jsonl")
    agreeing(console, name, judge, judged)
    return judge


def agreeing(console: Console, name: str, judge: Judge, judged: Sequence[Judged]) -> None:
    """Print how far a judge agrees with people. Raises FaultyJudge where that is too little."""
    needed = thresholds(FOLDER / "thresholds.toml")["kappa"]
    people = ", ".join(sorted({one.by for one in judged}))
    for criterion, found in agreement(judge, judged).items():
        console.print(
            f"{name} agrees with {people} on what is {criterion}: kappa {found.kappa:.2f}, "
            f"with 95 % {found.low:.2f} to {found.high:.2f}, n = {len(judged)}",
            highlight=False,
            markup=False,
        )
        if found.kappa < needed[criterion]:
            raise FaultyJudge(
                f"the judge is not used: it agrees too little with people on what is {criterion} "
                f"(kappa {found.kappa:.2f}, needed {needed[criterion]:.2f}): name another, or mend "
                f"{PROMPT}"
            )


def agreement(judge: Judge, judged: Sequence[Judged]) -> dict[str, Agreement]:
    """Return how far the model and the people agree, for each criterion."""
    verdicts = [judge.verdict(one) for one in judged]
    return {
        name: kappa(
            [bool(getattr(one, name)) for one in judged],
            [bool(getattr(one, name)) for one in verdicts],
        )
        for name in CRITERIA
    }


def kappa(people: Sequence[bool], model: Sequence[bool]) -> Agreement:
    """Return how far two agree beyond chance.

    The interval is Wilson's (1927) for the share of cases in which they agree, taken beyond the
    same chance: unlike Cohen's it is not empty where all agree.
    """
    count = len(people)
    same = sum(one == other for one, other in zip(people, model, strict=True)) / count
    yes, also = sum(people) / count, sum(model) / count
    chance = yes * also + (1 - yes) * (1 - also)
    if chance == 1:
        return Agreement(1.0, 0.0, 1.0)
    middle = (same + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    spread = _Z * math.sqrt(same * (1 - same) / count + _Z**2 / (4 * count**2))
    half = spread / (1 + _Z**2 / count)
    beyond = [(share - chance) / (1 - chance) for share in (same, middle - half, middle + half)]
    return Agreement(*beyond)


def load(path: Path) -> list[Judged]:
    """Return the answers that people judged. Raises FaultyJudge."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        judged = [Judged.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyJudge(f"{path} cannot be read: {error}") from None
    except ValidationError as error:
        fault = error.errors()[0]
        raise FaultyJudge(f"{path}: {'.'.join(map(str, fault['loc']))} {fault['msg']}") from None
    for name in CRITERIA:
        if len({getattr(one, name) for one in judged}) < 2:
            raise FaultyJudge(f"{path} needs answers that are {name} and answers that are not")
    return judged


def thresholds(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the least `kappa` of a judge, and the least `share` of answers. Raises FaultyJudge."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            table: {name: float(tables[table][name]) for name in CRITERIA}
            for table in ("kappa", "share")
        }
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        raise FaultyJudge(f"{path} needs tables [kappa] and [share]: {error}") from None


def shortfalls(shares: Mapping[str, float]) -> list[str]:
    """Return a sentence for each judged share below its threshold; none where nobody judged."""
    least = thresholds(FOLDER / "thresholds.toml")["share"] if shares else {}
    return [
        f"judged {name} is {shares[f'judged {name}']:.3f}, below its threshold {value:.3f}"
        for name, value in least.items()
        if shares[f"judged {name}"] < value
    ]
