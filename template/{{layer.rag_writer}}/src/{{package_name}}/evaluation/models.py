"""The language model in the evaluation: the configured one, candidates, a judge."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry
from rich.console import Console

from ..answering.answers import UNWRITTEN
from ..answering.writer import Writer
from ..candidates.build import Chosen, choose
from ..candidates.compare import compare as compare_all
from ..candidates.listed import FaultyCandidates
from ..candidates.rows import Case, Result
from ..judging import trust
from ..judging.judge import FaultyJudge, Shown, known
from ..language_models import errors
from ..language_models.gateway import Gateway
from ..language_models.language_model import build_language_model
from ..ports import LanguageModel
from .hostile import shares
from .metrics import mean
from .run import Outcome
from .trial import NoModel, Trial
from .writing import good, writing

# What answers without a language model.
QUOTING = "quoting"
Judging = Callable[[Trial], Mapping[str, float]]


def configured(registry: CollectorRegistry) -> LanguageModel | None:
    """Return the model of models.toml; `registry` counts what it takes. Raises NoModel."""
    model = build_language_model(registry)
    if model is None:
        raise NoModel("no language model is configured: see README.md, or leave out --model")
    return Writer(model, model.name_of_first)


def took(registry: CollectorRegistry) -> str:
    """Return in a sentence what was asked of the model in all."""
    one = Chosen("", None, registry)
    return f"it took {one.tokens:,.0f} tokens and US$ {one.cost:.4f}"


def judging(console: Console, name: str, answering: list[str]) -> Judging:
    """Return what judges answers, nothing where no judge is named. Raises NoModel."""
    if not name:
        return lambda trial: {}
    with _told():
        judge = trust.judge_named(console, name, answering)

    def judged(trial: Trial) -> Mapping[str, float]:
        with _told():
            return judge.shares(_shown(one) for one in trial.outcomes)

    return judged


def shortfalls(judged: Mapping[str, float]) -> list[str]:
    """Return a sentence for each judged share below its threshold."""
    with _told():
        return trust.shortfalls(judged)


def compare(
    console: Console,
    names: str,
    judge: str,
    tried: Callable[[LanguageModel | None], Trial],
    folder: Path,
) -> bool:
    """Compare candidates; return whether each answered something. Raises NoModel."""
    with _told():
        chosen = choose(names, QUOTING)
    answering = [one.model.name_of_first for one in chosen if one.model]
    judged = judging(console, judge, answering)

    def measure(model: Gateway | None) -> Result:
        trial = tried(Writer(model, model.name_of_first) if model else None)
        right = [good(one, written=model is not None) for one in trial.outcomes]
        quality = {"good": mean(right), "safety": shares(trial.attacked)["safety"]}
        if model:
            quality["faithful"] = writing(trial.outcomes).faithful
        else:
            # Quotations are the documents' own words.
            quality["faithful"] = 1.0
        return Result({**quality, **judged(trial)}, [_case(one) for one in trial.outcomes])

    return compare_all(console, chosen, measure, folder, "question")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (FaultyCandidates, FaultyJudge, errors.ModelUnavailable) as error:
        raise NoModel(str(error)) from error


def _case(outcome: Outcome) -> Case:
    notice = outcome.answer.notice
    return Case(outcome.milliseconds / 1000, notice if notice.startswith(UNWRITTEN) else "")


def _shown(outcome: Outcome) -> Shown:
    found = [("passage", text) for text in outcome.texts]
    answer = outcome.answer.text
    return Shown(question=outcome.question.question, known=known([], found), answer=answer)
