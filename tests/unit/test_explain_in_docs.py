"""docs/decisions.md says what `groundplan explain` says, to the letter, for all valid answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from copier._jinja_ext import SandboxedEnvironment
from jinja2 import FileSystemLoader, StrictUndefined

from groundplan import source
from groundplan.catalogue import Catalogue, load
from groundplan.combinations import valid
from groundplan.deciding.numbers import checked, usual
from groundplan.deciding.shown import arithmetic, places, volumes
from groundplan.deciding.verdict import Verdict, decide
from tests.templates import ROOT, copied
from tests.templates import rendered as copier_rendered

CATALOGUE = load()
DOCUMENTS = source.read_folder(ROOT).documents
SECTION = (
    "{% from 'includes/costs.jinja' import usual, section with context %}"
    "{% set numbers = usual() %}{% if numbers %}"
    "{{ section(dict(numbers | from_json, **own)) }}{% endif %}"
)


@pytest.fixture(scope="module")
def environment() -> SandboxedEnvironment:
    """Jinja as copier.yml sets it up."""
    return SandboxedEnvironment(
        loader=FileSystemLoader(ROOT),
        extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(environment: SandboxedEnvironment, answers: dict[str, str], **own: object) -> str:
    """The section as Copier renders it; `own` numbers in place of the usual ones."""
    catalogue: dict[str, Any] = {
        name: [DOCUMENTS[f"blueprints/{name}.yml"]] for name in ("costs", "deciding")
    }
    held = DOCUMENTS[f"blueprints/{answers['problem']}/blueprint.yml"]
    budget = DOCUMENTS["blueprints/answers.yml"]["latency"][answers["latency"]]
    names = {"catalogue": catalogue, "blueprint": held, "budget": budget, "own": own}
    return environment.from_string(SECTION).render(_copier_answers=answers, **names)


def explained(answers: dict[str, str], **own: object) -> Verdict | None:
    numbers = usual(CATALOGUE, answers)
    if numbers is None:
        return None
    whole = {
        name: checked(CATALOGUE.deciding, name, value, name)
        for name, value in {**numbers, **own}.items()
    }
    budget = CATALOGUE.values["latency"][answers["latency"]]
    return decide(CATALOGUE.deciding, CATALOGUE.costs, whole, budget)


def pieces(catalogue: Catalogue, verdict: Verdict) -> Iterator[str]:
    """Every text and number of a verdict, as the page has it."""
    for entry in verdict.decisions:
        yield f"{entry.choice[1:]}.** {entry.because[:1].upper()}{entry.because[1:]}.\n"
        yield f"\nWe think again when {entry.revisit}.\n"
        yield "".join(f"- {other.option}: {other.reason}.\n" for other in entry.ruled_out)
    for rows in (places(verdict), volumes(verdict)):
        yield "".join(f"| {' | '.join(row)} |\n" for row in rows)
    for title, lines in arithmetic(catalogue.deciding, verdict):
        listed = "\n".join(lines)
        yield f"{title[0].upper()}{title[1:]}:\n\n```text\n{listed}\n```\n"
    for name, figures in verdict.sources.items():
        yield f"- `{name}`: {figures.source}, {figures.date}"


OWN = [
    {},
    {"quality": "medium", "requests_per_day": 200000, "price_share": 0.5},
    {"cached_tokens": 700, "examples": 900, "own_style": "yes", "changes_per_month": 0},
    {"private_data": "yes", "answer": "label", "output_tokens": 5000},
]


@pytest.mark.parametrize("own", OWN, ids=lambda own: " ".join(own) or "usual")
def test_the_page_says_what_explain_says(
    environment: SandboxedEnvironment, catalogue: Catalogue, own: dict[str, object]
) -> None:
    told = 0
    for answers in valid(catalogue):
        page, verdict = rendered(environment, answers, **own), explained(answers, **own)
        assert bool(page) is bool(verdict)
        if verdict:
            told += 1
            for piece in pieces(catalogue, verdict):
                assert piece in page, answers
            parts = [title for title, _ in arithmetic(catalogue.deciding, verdict)]
            assert page.count("```text") == len(parts)
            assert page.count("We think again") == len(verdict.decisions)
    assert told


def test_a_page_repeats_itself_with_the_command_that_it_names(
    environment: SandboxedEnvironment, catalogue: Catalogue
) -> None:
    answers = next(found for found in valid(catalogue) if usual(catalogue, found))
    page = rendered(environment, answers)
    data = " ".join(f"-d {name}={answers[name]}" for name in list(answers)[:5])
    assert f"uvx groundplan explain {data} --requests-per-day 20000\n" in page


@pytest.mark.parametrize("problem", ["rag", "predict"])
def test_a_repository_has_it_where_a_model_is_asked(tmp_path: Path, problem: str) -> None:
    project = copier_rendered(copied(tmp_path / "template"), tmp_path / "it", {"problem": problem})
    page = (project / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert page.count("## What it costs\n") == (problem == "rag")
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
