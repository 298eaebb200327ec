"""Which faults are planted: all, those that are named, or a sample that the content draws.

The sample is another one after each change of the template, and the same one until then.
"""

import hashlib
from itertools import chain
from pathlib import Path

from groundplan.errors import UsageError
from groundplan.source import template_files
from tests.faults import (
    admission_faults,
    code_faults,
    operation_faults,
    smoke_faults,
    template_faults,
    testing_faults,
)
from tests.faults.admission_faults import Misadmission
from tests.faults.planting import Fault

SAMPLE = 6
FAULTS: tuple[Fault | Misadmission, ...] = tuple(
    chain(
        template_faults.FAULTS,
        code_faults.FAULTS,
        testing_faults.FAULTS,
        operation_faults.FAULTS,
        smoke_faults.FAULTS,
        admission_faults.FAULTS,
    )
)


def selected(order: str, root: Path) -> list[Fault | Misadmission]:
    """The faults to plant.

    Args:
        order: `all`, names separated by commas, or nothing for a sample.
        root: The folder with the template.

    Raises:
        UsageError: There is no fault of that name.
    """
    if order == "all":
        return list(FAULTS)
    known = {fault.name: fault for fault in FAULTS}
    if order:
        unknown = set(order.split(",")) - set(known)
        if unknown:
            raise UsageError(f"there is no fault {', '.join(sorted(unknown))}: {', '.join(known)}")
        return [known[name] for name in order.split(",")]
    content = hashlib.sha256()
    for name, path in template_files(root):
        content.update(name.encode() + path.read_bytes())
    draw = content.hexdigest()
    by_lot = sorted(known, key=lambda name: hashlib.sha256(f"{draw}{name}".encode()).digest())
    return [known[name] for name in by_lot[:SAMPLE]]
