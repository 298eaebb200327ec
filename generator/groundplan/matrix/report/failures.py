"""Failures that read alike are one: a fault in a layer fails every combination that holds it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.report.wording import plain

_VARYING = re.compile(r"0x[0-9a-f]+|\d+")


@dataclass(frozen=True)
class Failure:
    """A check that failed in the same words in one or more combinations; `text` is the first's."""

    check: str
    text: str
    cases: tuple[Case, ...]


def alike(verdicts: Iterable[Verdict]) -> list[Failure]:
    """All failures, those that differ only in numbers and the combination's name as one.

    The ones that hit most combinations come first.
    """
    texts: dict[tuple[str, str], str] = {}
    cases: dict[tuple[str, str], list[Case]] = {}
    for verdict in verdicts:
        for outcome in verdict.outcomes:
            if outcome.faults:
                text = plain("\n".join(outcome.faults))
                key = (outcome.check, _VARYING.sub("#", text.replace(verdict.case.name, "#")))
                texts.setdefault(key, text)
                cases.setdefault(key, []).append(verdict.case)
    found = [Failure(key[0], text, tuple(cases[key])) for key, text in texts.items()]
    return sorted(found, key=lambda failure: -len(failure.cases))
