"""What a fleet is measured against, and updated to."""

from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from groundplan import releases, rendering
from groundplan.catalogue import Catalogue
from groundplan.updating.update import Render


@dataclass(frozen=True)
class Template:
    """A release of the template, with what it takes to work an update out.

    Attributes:
        catalogue: Its catalogue.
        known: The tags of the releases before it.
        render: See `updating.update.worked_out`.
        target: The release; this version's if left out.
    """

    catalogue: Catalogue
    known: tuple[str, ...]
    render: Render = rendering.render
    target: releases.Release | None = None

    @property
    def tag(self) -> str:
        """The tag of the release."""
        return (self.target or releases.own()).tag

    def behind(self, tag: str) -> int | None:
        """How many releases lie after this one; below zero if it is newer, None if unknown."""
        own, theirs = _version(self.tag), _version(tag)
        if own is None or theirs is None:
            return 0 if tag == self.tag else None
        if theirs > own:
            return -1
        known = {_version(one) for one in (*self.known, self.tag)} - {None}
        return sum(theirs < one <= own for one in known if one)


def _version(tag: str) -> Version | None:
    try:
        return Version(tag.removeprefix("v"))
    except InvalidVersion:
        return None
