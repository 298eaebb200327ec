"""Faults are planted one at a time, and the report of the matrix is held to them."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from groundplan.catalogue import load
from groundplan.matrix import running
from groundplan.matrix.cover import cases
from groundplan.matrix.report import documents
from groundplan.matrix.report.run import Run
from groundplan.source import copied
from tests.faults import admission_faults
from tests.faults.admission_faults import Misadmission
from tests.faults.planting import Fault
from tests.faults.selection import FAULTS
from tests.templates import ROOT

CASES = {case.name: case for case in cases(load())}
SILENT = running.Told(started=lambda case: None, finished=lambda verdict: None)

# What failed in which combination: the faults by their check, by the name of the combination.
Report = Mapping[str, Mapping[str, str]]


def missed(matrix: running.Matrix, fault: Fault | Misadmission) -> list[str]:
    """Plant a fault and say where it is not caught as it should be: nowhere if all is well."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if isinstance(fault, Misadmission):
            return list(admission_faults.missed(fault, folder))
        template = copied(ROOT, folder / "template")
        fault.edit(template)
        return list(_wrong(fault, _reported(matrix, fault, template, folder / "matrix.json")))


def caught() -> tuple[int, int]:
    """How many faults are caught, and how many are planted."""
    with running.ready(ROOT) as matrix:
        found = [not missed(matrix, fault) for fault in FAULTS]
    return sum(found), len(found)


def _reported(matrix: running.Matrix, fault: Fault, template: Path, path: Path) -> Report:
    started, begun = datetime.now(UTC), time.monotonic()
    # What passes comes first: it must not speak for what fails.
    chosen = tuple(CASES[name] for name in (*fault.spares, *fault.hits))
    verdicts = matrix.run(
        chosen,
        SILENT,
        template=template,
        wanted=fault.steps.__contains__,
        seconds=fault.seconds,
    )
    documents.write(path, Run(started, time.monotonic() - begun, chosen, tuple(verdicts)))
    return {
        verdict.case.name: {
            outcome.check: "\n".join(outcome.faults)
            for outcome in verdict.outcomes
            if outcome.faults
        }
        for verdict in documents.read(path).verdicts
    }


def _wrong(fault: Fault, report: Report) -> Iterator[str]:
    for name in fault.spares:
        for check, text in report[name].items():
            yield f"{name} has nothing to do with it, but {check} fails: {text}"
    for name in fault.hits:
        found = report[name]
        if fault.says not in found.get(fault.check, ""):
            said = found.get(fault.check, "nothing")
            yield f"{fault.check} does not say {fault.says!r} about {name}, but {said}"
        for check in sorted(found.keys() ^ {fault.check, *fault.also}):
            yield f"{name}: {check} {'fails, too: ' + found[check] if check in found else 'passes'}"
