"""The edges of the graph of combinations: two that differ in one answer of the five."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from groundplan.catalogue import CORE, Catalogue
from groundplan.combinations import options
from groundplan.completion import complete
from groundplan.errors import GroundplanError
from groundplan.matrix.cover import cases


@dataclass(frozen=True)
class Edge:
    """From one combination to another by one answer."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    given: Mapping[str, str]

    @property
    def name(self) -> str:
        """For a test's name."""
        (question,) = self.given
        return f"{'-'.join(self.before.values())}>{question}={self.given[question]}"


def edges(catalogue: Catalogue) -> Iterator[Edge]:
    """Every edge that starts at a combination of the matrix, in its direction.

    Stack choices keep their answers where they can.
    """
    for case in cases(catalogue):
        for question in CORE:
            for value in options(catalogue, question, case.problem):
                given = {question: value}
                try:
                    after = complete(catalogue, given, case.answers)
                except GroundplanError:
                    continue
                if [name for name in CORE if after[name] != case.answers[name]] == [question]:
                    yield Edge(case.answers, after, given)
