"""What state a repository is in; a broken one gets the sentence that says how."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from groundplan.errors import GroundplanError
from groundplan.fleet.template import Template
from groundplan.git import GitError, git
from groundplan.updating import journal
from groundplan.updating.answers import recorded
from groundplan.updating.checkout import Checkout, opened
from groundplan.updating.plan import Plan
from groundplan.updating.update import worked_out

Standing = Literal["up to date", "behind", "newer", "unknown"]
_WAITING = (
    "for-each-ref",
    "--format=%(refname:short)",
    "--no-merged=HEAD",
    "refs/heads/groundplan",
)


@dataclass(frozen=True)
class Status:
    """A repository as it is found.

    Attributes:
        path: The folder that was rendered.
        version: The release that it was rendered with or last updated to.
        answers: Its answers.
        behind: How many releases it is behind.
        standing: The same in words; what has no version is unknown.
        changed: How many files are not committed; None where git cannot say.
        under_way: What is not finished: an update, a merge, a branch with an update on it.
        at_risk: Edited files that an update would touch; None where it cannot be worked out.
        fault: What is wrong with it.
    """

    path: Path
    version: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    behind: int | None = None
    standing: Standing = "unknown"
    changed: int | None = None
    under_way: str | None = None
    at_risk: tuple[str, ...] | None = None
    fault: str | None = None

    def document(self) -> dict[str, Any]:
        """All of it as plain data."""
        held = {**vars(self), "path": str(self.path)}
        held["at_risk"] = None if self.at_risk is None else list(self.at_risk)
        return held


def look(path: Path, template: Template) -> Status:
    """Look at a repository; nothing in it is touched, and nothing is raised."""
    status = Status(path)
    try:
        before = recorded(path)
        ahead = template.behind(before.release.tag)
        status = replace(
            status,
            version=before.release.tag,
            answers=before.answers,
            behind=None if ahead is None or ahead < 0 else ahead,
            standing=_standing(ahead),
        )
        place = opened(path)
        status = replace(status, changed=len(place.dirty()))
        status = replace(status, under_way=unfinished(place) or _waiting(place))
        if not ahead:
            return replace(status, at_risk=() if ahead == 0 else None)
        if status.changed or unfinished(place) or ahead < 0:
            return status
        with worked_out(template.catalogue, place, {}, template.render, template.target) as found:
            return replace(status, at_risk=touched(found.plan) if found else ())
    except Exception as error:  # whatever it is, the others are looked at
        return replace(status, fault=sentence(error))


def sentence(error: Exception) -> str:
    """What went wrong with a repository, in one line."""
    said = " ".join(str(error).split())
    if isinstance(error, GroundplanError):
        return said
    if isinstance(error, GitError):
        return f"git failed: {said}"
    if isinstance(error, OSError):
        return f"it cannot be read or written: {said}"
    return f"a fault of Groundplan itself, {type(error).__name__}: {said}"


def unfinished(place: Checkout) -> str | None:
    """What somebody has to finish before an update may begin."""
    held = journal.read(place.git_folder)
    if held and held.state == "writing":
        return "an update that was cut off"
    if held and held.commit == place.commit and place.dirty():
        return "an update that is not committed"
    return place.under_way()


def touched(plan: Plan) -> tuple[str, ...]:
    """Edited files that an update would change or remove, or that it leaves to a person."""
    edited = (name for file in plan.files if file.edited for name in [file.before or file.path])
    conflicts = (one.path for one in plan.conflicts)
    return tuple(sorted({*edited, *conflicts, *(one.path for one in plan.decisions)}))


def _standing(ahead: int | None) -> Standing:
    if ahead is None:
        return "unknown"
    return "newer" if ahead < 0 else "behind" if ahead else "up to date"


def _waiting(place: Checkout) -> str | None:
    """Branches that hold an update and are not merged."""
    names = git(*_WAITING, folder=place.top).split()
    return f"an update on branch {', '.join(names)}" if names else None
