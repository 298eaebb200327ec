"""What plain Copier accepts is what `groundplan matrix list` lists, over the full product."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import copier
import pytest
import yaml
from plumbum import local

from groundplan.catalogue import CORE, FREE, Catalogue, load
from groundplan.combinations import options, valid
from groundplan.completion import complete, refusal
from groundplan.rendering import without_detours
from tests.templates import answers_only

Answers = dict[str, str]


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return answers_only(tmp_path_factory.mktemp("questionnaire"))


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Copier without its detours, and without calls to git, which a plain folder does not need."""
    with local.env(PATH=""), without_detours():
        yield


def plain_copier(questionnaire: Path, answers: Answers, target: Path) -> Answers | str:
    """What Copier records for these answers, or what it says against them."""
    try:
        copier.run_copy(
            str(questionnaire),
            target,
            data=answers,
            defaults=True,
            overwrite=True,
            quiet=True,
            settings=copier.Settings(),
        )
    except ValueError as error:
        return str(error)
    recorded: Answers = yaml.load(
        (target / ".copier-answers.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return {
        name: value
        for name, value in recorded.items()
        if not name.startswith("_") and name not in FREE
    }


@pytest.mark.parametrize("problem", load().blueprints)
def test_the_full_product(
    questionnaire: Path, catalogue: Catalogue, tmp_path: Path, problem: str
) -> None:
    accepted: list[Answers] = []
    values = [tuple(catalogue.values[question]) for question in CORE[1:]]
    for core in product(*values):
        answers = dict(zip(CORE, (problem, *core), strict=True))
        said = plain_copier(questionnaire, answers, tmp_path / "core")
        reason = refusal(catalogue, answers)
        if isinstance(said, str):
            assert reason, f"Copier refuses {answers}: {said}"
            assert reason in said or "is not in" in said
            continue
        assert reason is None, f"Copier accepts {answers}, though {reason}"
        assert said == complete(catalogue, answers), "the defaults differ"
        accepted.append(said)
        own = [question for question in said if question not in CORE]
        for stack in product(*(options(catalogue, question, problem) for question in own)):
            chosen = {**answers, **dict(zip(own, stack, strict=True))}
            again = plain_copier(questionnaire, chosen, tmp_path / "own")
            reason = refusal(catalogue, chosen)
            if isinstance(again, str):
                assert reason
                assert reason in again
            else:
                assert reason is None
                accepted.append(again)
    admitted = (answers for answers in valid(catalogue) if answers["problem"] == problem)
    expected = {tuple(sorted(answers.items())) for answers in admitted}
    assert {tuple(sorted(answers.items())) for answers in accepted} == expected


def test_without_answers_copier_takes_the_same_defaults(
    questionnaire: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    assert plain_copier(questionnaire, {}, tmp_path / "none") == complete(catalogue, {})
    for problem in catalogue.blueprints:
        given = {"problem": problem}
        said = plain_copier(questionnaire, given, tmp_path / problem)
        assert said == complete(catalogue, given)


def test_a_name_that_will_not_do_is_refused_by_copier_too(
    questionnaire: Path, tmp_path: Path
) -> None:
    for name in ("a b", "1a", "numpy", "{{ 7 }}", "name\n"):
        said = plain_copier(questionnaire, {"project_name": name}, tmp_path / "named")
        assert isinstance(said, str), name
        assert "project" in said
