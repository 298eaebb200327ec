"""Updates as the command line does them, without a process for each."""

from pathlib import Path

from groundplan.catalogue import Catalogue
from groundplan.schema import Answers
from groundplan.updating import apply, checkout, journal
from groundplan.updating.plan import Plan
from groundplan.updating.update import worked_out
from tests.updating.conftest import Renders, release


def updated(
    renders: Renders,
    folder: Path,
    given: Answers,
    tag: str,
    *,
    catalogue: Catalogue | None = None,
    branch: str | None = "update",
) -> Plan | None:
    """Work an update out and write it; None if there was nothing to do."""
    place = checkout.opened(folder)
    known = catalogue or renders.catalogue(tag)
    with worked_out(known, place, given, renders, release(tag)) as found:
        if found is None:
            return None
        found.write(branch)
        return found.plan


def undone(folder: Path) -> None:
    """Take the last update back."""
    with journal.locked(checkout.opened(folder, whole=False).git_folder):
        apply.undo(checkout.opened(folder, whole=False))
