"""Each fault that is planted is found by name, where it is and nowhere else: `make faults`.

A sample is planted unless FAULTS in the environment says `all` or names some.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix import running, static
from tests.faults.admission_faults import Misadmission
from tests.faults.chosen import RAG_JOB
from tests.faults.planting import Fault, Unplanted, add, append, replace, where
from tests.faults.selection import FAULTS, selected
from tests.faults.trying import missed
from tests.templates import ROOT

RUN = {"render", "demo", "evaluate", "routes", "job", "metrics"}


@pytest.fixture(scope="module")
def matrix() -> Iterator[running.Matrix]:
    with running.ready(ROOT) as ready:
        yield ready


@pytest.mark.parametrize(
    "fault", selected(os.environ.get("FAULTS", ""), ROOT), ids=lambda fault: fault.name
)
def test_it_is_caught(matrix: running.Matrix, fault: Fault | Misadmission) -> None:
    assert missed(matrix, fault) == []


def test_what_is_not_planted_is_not_caught(matrix: running.Matrix) -> None:
    nothing = Fault("nothing", lambda template: None, (RAG_JOB,), (), "syntax", "cannot be read")
    assert missed(matrix, nothing) == [
        f"syntax does not say 'cannot be read' about {RAG_JOB}, but nothing",
        f"{RAG_JOB}: syntax passes",
    ]


def test_a_fault_that_no_longer_fits_the_template_is_not_planted(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("twice twice")
    for edit in (
        append("gone", "more"),
        add("there", "again"),
        replace("there", "twice", "once"),
        where("latency == 'batch'", "there", "never", "ever"),
    ):
        with pytest.raises(Unplanted):
            edit(tmp_path)


def test_each_check_has_a_fault_to_catch() -> None:
    assert {*static.CHECKS, *RUN} <= {fault.check for fault in FAULTS if isinstance(fault, Fault)}


def test_each_fault_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
