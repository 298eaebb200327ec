"""The catalogue admits what is meant, neither more nor less."""

from groundplan.catalogue import Catalogue
from groundplan.combinations import valid
from groundplan.matrix.model import Case
from tests.admission import meant


def test_what_the_catalogue_admits_is_what_is_meant(catalogue: Catalogue) -> None:
    admitted = {Case(answers).name for answers in valid(catalogue)}
    assert admitted == {Case(answers).name for answers in meant()}
