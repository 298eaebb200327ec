"""What an update will do, before it does it: for a person to read, and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from groundplan.updating.answers import Changed
from groundplan.updating.checkout import ANSWERS
from groundplan.updating.merging import Outcome
from groundplan.updating.objects import Change

Kind = Literal["added", "changed", "removed", "renamed"]
_KINDS: Mapping[str, Kind] = {
    "A": "added",
    "M": "changed",
    "T": "changed",
    "D": "removed",
    "R": "renamed",
}


@dataclass(frozen=True)
class File:
    """What happens to a file; `edited` tells that its users changed it since it was rendered."""

    kind: Kind
    path: str
    before: str | None
    edited: bool


@dataclass(frozen=True)
class Decision:
    """A file that a person should look at, and what was done with it meanwhile."""

    path: str
    meanwhile: str


@dataclass(frozen=True)
class Conflict:
    """A file that cannot be merged without a person, and the lines on which its markers start."""

    path: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """An update: from which release to which, answers, files, and what is left to a person."""

    before: str
    after: str
    answers: tuple[Changed, ...]
    files: tuple[File, ...]
    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...]
    steps: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.files or self.conflicts)

    def document(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "from": self.before,
            "to": self.after,
            "up_to_date": self.empty,
            "answers": [
                {"question": one.question, "from": one.before, "to": one.after, "why": one.why}
                for one in self.answers
            ],
            "files": [
                {"change": file.kind, "path": file.path, "edited": file.edited}
                | ({"before": file.before} if file.before else {})
                for file in self.files
            ],
            "decisions": [{"path": one.path, "meanwhile": one.meanwhile} for one in self.decisions],
            "conflicts": [{"path": one.path, "lines": list(one.lines)} for one in self.conflicts],
            "steps": list(self.steps),
        }


def planned(
    before: str, after: str, answers: tuple[Changed, ...], outcome: Outcome, steps: tuple[str, ...]
) -> Plan:
    """The plan that follows from a merge."""
    told = {
        "the template has it no more, and you edited it: it stays": outcome.kept,
        "you deleted it, and the template changed it: it stays deleted": outcome.deleted,
        "you deleted it under its old name: it is there under the template's new one": (
            outcome.renamed_back
        ),
        "the template brings it, and something that git does not track lies there: it is left "
        "alone": outcome.occupied,
    }
    conflicts = tuple(Conflict(one.conflict.path, one.lines) for one in outcome.marked)
    return Plan(
        before=before,
        after=after,
        answers=answers,
        files=tuple(_file(change, outcome.edited) for change in outcome.changes),
        decisions=tuple(
            Decision(path, meanwhile) for meanwhile, paths in told.items() for path in paths
        ),
        conflicts=conflicts,
        steps=steps,
    )


def _file(change: Change, edited: frozenset[str]) -> File:
    """The answers file is no one's to edit; it changes with every update."""
    names = {change.path, change.before} - {None}
    own = not change.path.endswith(ANSWERS) and bool(names & edited)
    return File(_KINDS[change.kind], change.path, change.before, own)
