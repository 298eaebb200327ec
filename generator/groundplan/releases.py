"""The template's releases: where Copier finds each, on-line and off.

A release is a tag of this project. A wheel brings all of them as a git bundle; in a checkout they
are made from its history, and its own version from its files as they stand. The build of a wheel
uses this module, so it imports nothing but the standard library and small modules of this package.
"""

import tarfile
from dataclasses import dataclass
from pathlib import Path

from groundplan import flattening, identity, source
from groundplan.errors import GroundplanError
from groundplan.git import GitError, git

_TAGS = "refs/tags/"


@dataclass(frozen=True)
class Release:
    """A template: its address as an answers file holds it, and a tag."""

    address: str
    tag: str


def own() -> Release:
    """The template of this version. Raises UsageError for an unusable `GROUNDPLAN_TEMPLATE`."""
    return Release(identity.overridden() or identity.published(), identity.tag())


def stand_in(release: Release, workshop: Path) -> Path | None:
    """The repository or bundle where git is to look instead of the public address, if any."""
    if release.address != identity.published():
        return None
    return workshop / "template.git" if source.checkout() else source.PACKAGED / source.BUNDLE


def provide(release: Release, repository: Path | None) -> None:
    """In a checkout, commit the files of a release where git will look for them.

    Raises:
        GroundplanError: Neither this project's history nor the wheel's bundle has the release.
    """
    if repository is None:
        return
    own = release.tag == identity.tag()
    if not own and release.tag not in known():
        raise GroundplanError(
            f"this Groundplan is {identity.tag()} and does not know release {release.tag}: "
            "install one that does"
        )
    root = source.checkout()
    if root is None:
        return
    if not repository.exists():
        flattening.empty(repository)
    if own:
        flattening.flatten(root, repository, release.tag)
    else:
        add(root, release.tag, repository, repository.parent)


def tags(root: Path) -> list[str]:
    """The releases that a checkout's history knows, oldest first; none outside a git checkout."""
    if not (root / ".git").exists():
        return []
    try:
        return git("tag", "--list", "v[0-9]*", "--sort=v:refname", folder=root).split()
    except GitError:
        return []


def known() -> tuple[str, ...]:
    """The releases that this Groundplan can render: a wheel's bundle, or a checkout's history."""
    root = source.checkout()
    if root:
        return (*tags(root), identity.tag())
    return tuple(bundled(source.PACKAGED / source.BUNDLE))


def bundled(bundle: Path) -> dict[str, str]:
    """The releases in a bundle, each with the id of its commit."""
    heads = (line.split(" ", 1) for line in git("bundle", "list-heads", str(bundle)).splitlines())
    return {name.removeprefix(_TAGS): commit for commit, name in heads if name.startswith(_TAGS)}


def add(root: Path, tag: str, repository: Path, scratch: Path, commit: str | None = None) -> str:
    """Commit the template of a released tag to a bare repository.

    Args:
        root: The checkout whose history holds the tag.
        tag: The release.
        repository: See `flattening.empty`.
        scratch: A folder for what is unpacked on the way.
        commit: What to take for the release where the tag is not made yet.

    Returns:
        The id of the commit that was made.

    Raises:
        GitError: There is no such tag, or git could not write.
    """
    folder, archive, taken = scratch / tag, scratch / f"{tag}.tar", commit or tag
    held = git("ls-tree", "--name-only", taken, folder=root).splitlines()
    parts = [part for part in source.PARTS if part in held]
    git("archive", "--output", str(archive), taken, "--", *parts, folder=root)
    with tarfile.open(archive) as packed:
        # Debian 12 has a Python 3.11 that knows no filters yet.
        packed.extraction_filter = getattr(tarfile, "data_filter", None)
        packed.extractall(folder)
    return flattening.flatten(folder, repository, tag)
