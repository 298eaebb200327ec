"""The table of a problem: each combination and each exclusion in its place."""

import pytest

from groundplan.catalogue import Catalogue
from groundplan.combinations import walk
from groundplan.matrix.model import Case
from groundplan.matrix.report.grid import Exclusion, Grid, grid
from groundplan.schema import Question, Rule, Value
from tests import runs


@pytest.fixture
def wide(catalogue: Catalogue) -> Catalogue:
    """A problem with several questions of its own, and one that only trains."""
    values = {name: Value(label=name) for name in ("a", "b", "c")}
    several = {name: Question(values=values) for name in ("store", "tracker")}
    refused = Rule(when={"store": ("b",), "hardware": ("gpu",)}, reason="b needs no GPU")
    idle = Rule(when={"latency": ("realtime", "interactive")}, reason="it only trains")
    rag = catalogue.blueprints["rag"]
    made = {
        "rag": rag.model_copy(update={"questions": several, "unsupported": (refused,)}),
        "predict": rag.model_copy(
            update={"name": "predict", "questions": {}, "unsupported": (idle,)}
        ),
    }
    return catalogue.model_copy(update={"blueprints": made})


def widths(table: Grid) -> list[int]:
    """How many columns each row fills, fields that reach down from above included."""
    filled = [0] * len(table.rows)
    for y, row in enumerate(table.rows):
        for place in row.fields:
            for below in range(y, y + place.rows):
                filled[below] += place.columns
    return filled


def test_each_table_is_filled_without_gap_or_overlap(catalogue: Catalogue, wide: Catalogue) -> None:
    for held in (catalogue, wide):
        for problem in held.blueprints:
            cases = [Case(answers) for answers in walk(held, {"problem": problem})]
            table = grid(held, problem, cases)
            assert widths(table) == [len(table.sources)] * len(table.rows)
            slots = [slot for row in table.rows for place in row.fields for slot in place.slots]
            names = [slot.name for slot in slots if isinstance(slot, Case)]
            assert sorted(names) == sorted(case.name for case in cases)
            assert len(table.exclusions) == len(set(table.exclusions))


def test_one_exclusion_is_one_field_as_large_as_what_it_excludes(catalogue: Catalogue) -> None:
    table = grid(catalogue, "rag", runs.every(catalogue)[:1])
    sizes = {
        slot.name: (place.rows, place.columns)
        for row in table.rows
        for place in row.fields
        for slot in place.slots
        if isinstance(slot, Exclusion)
    }
    assert sizes["rag-tabular"] == (len(table.rows), 1)
    assert sizes["rag-text-batch-edge"] == (1, table.modalities["text"])
    assert sizes["rag-text-realtime-cpu-api"] == (1, 1)


def test_values_of_one_own_question_stand_in_columns(catalogue: Catalogue) -> None:
    cases = [case for case in runs.every(catalogue) if case.problem == "codegen"]
    table = grid(catalogue, "codegen", cases)
    assert table.values
    for row in table.rows:
        for place in row.fields:
            if len(place.slots) > 1:
                assert len(place.slots) == len(table.values)
                for slot, value in zip(place.slots, table.values, strict=True):
                    assert slot is not None
                    assert slot.name.endswith(f"-{value}")


def test_values_of_several_own_questions_stand_in_a_row(wide: Catalogue) -> None:
    cases = [Case(answers) for answers in walk(wide, {"problem": "rag"})]
    table = grid(wide, "rag", cases)
    assert table.values == ()
    places = [place for row in table.rows for place in row.fields if len(place.slots) > 1]
    assert {len(place.slots) for place in places} == {9, 7}
    excluded = [slot for place in places for slot in place.slots if isinstance(slot, Exclusion)]
    assert {(found.question, found.value) for found in excluded} == {("store", "b")}


def test_a_latency_that_is_excluded_everywhere_is_one_row(wide: Catalogue) -> None:
    cases = [Case(answers) for answers in walk(wide, {"problem": "predict"})]
    rows = [(row.latency, row.hardware) for row in grid(wide, "predict", cases).rows]
    hardware = list(wide.values["hardware"])
    assert rows == [("interactive", ""), *(("batch", one) for one in hardware), ("realtime", "")]
