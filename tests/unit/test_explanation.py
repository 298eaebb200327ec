"""What is explained is what the answers lead to."""

import json
from collections.abc import Callable

import pytest

from groundplan.catalogue import Catalogue, load
from groundplan.combinations import fits, valid
from groundplan.explanation import explain
from groundplan.matrix.cover import cases

from .conftest import Outcome

VALID = list(valid(load()))


@pytest.mark.parametrize("answers", VALID, ids=lambda answers: "-".join(answers.values()))
def test_it_quotes_what_applies_and_nothing_else(
    catalogue: Catalogue, answers: dict[str, str]
) -> None:
    told = explain(catalogue, answers)
    blueprint = catalogue.blueprints[answers["problem"]]
    assert [layer.name for layer in told.layers] == [
        use.name for use in blueprint.layers if fits(use.when, answers)
    ]
    assert all(fits(entry.when, answers) for entry in told.decisions)
    assert all(found.reason for found in told.excluded)
    for found in told.excluded:
        assert answers[found.question] != found.value
    json.dumps(told.document())


def test_json_and_text_tell_the_same(command: Callable[..., Outcome], catalogue: Catalogue) -> None:
    data = ("-d", "hardware=edge", "-d", "problem=rag")
    document = json.loads(command("explain", *data, "--json").output)
    assert document["answers"]["hardware"] == "edge"
    assert document["budget"]["p95_ms"] is not None
    assert {found["value"] for found in document["excluded"]} >= {"api", "hybrid"}
    text = " ".join(command("explain", *data).output.split())
    for layer in document["layers"]:
        assert layer["name"] in text
    for decision in document["decisions"]:
        assert decision["topic"] in text
        assert " ".join(decision["revisit"].split()) in text


def test_the_matrix_is_a_list_of_answers(command: Callable[..., Outcome]) -> None:
    tried = [dict(case.answers) for case in cases(load())]
    assert json.loads(command("matrix", "list", "--json").output) == tried
    assert len(command("matrix", "list").output.splitlines()) == len(tried)


def test_blueprints_and_presets_are_listed(
    command: Callable[..., Outcome], catalogue: Catalogue
) -> None:
    shown = command("blueprints", COLUMNS="200").output
    assert all(name in shown for name in [*catalogue.blueprints, *catalogue.presets])
