"""Each fault that is planted is found by name, where it is and nowhere else: `make faults`.

A sample is planted unless FAULTS in the environment says `all` or names some.
"""

import os
from collections.abc import Iterator

import pytest

from groundplan.matrix import running, static
from tests.faults.admission_faults import Misadmission
from tests.faults.planting import Fault
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


def test_each_check_has_a_fault_to_catch() -> None:
    assert {*static.CHECKS, *RUN} <= {fault.check for fault in FAULTS if isinstance(fault, Fault)}


def test_each_fault_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
