"""Which sets of dependencies are installed afresh."""

import pytest

from groundplan.catalogue import load
from groundplan.combinations import valid
from groundplan.matrix.installs import chosen, dependency_set, distinct
from groundplan.matrix.model import Case

CATALOGUE = load()
SETS = distinct(CATALOGUE)
CASES = list(SETS.values())


def test_every_combination_belongs_to_one_set() -> None:
    assert {dependency_set(CATALOGUE, Case(answers)) for answers in valid(CATALOGUE)} == set(SETS)
    assert len({case.name for case in CASES}) == len(SETS)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_all_have_their_turn(size: int) -> None:
    turns = -(-len(CASES) // size)
    taken = [case.name for turn in range(turns) for case in chosen(CASES, "", 739_000 + turn, size)]
    assert sorted(taken) == sorted(case.name for case in CASES)


def test_a_wish_is_met() -> None:
    assert chosen(CASES, "all", turn=0) == CASES
    first, last = CASES[0], CASES[-1]
    assert chosen(CASES, f"{last.name},{first.name}", turn=0) == [last, first]
    with pytest.raises(ValueError, match=f"no set is called nonsense; there are: {first.name}"):
        chosen(CASES, f"nonsense,{first.name}", turn=0)
