"""A release of the template as one commit: the same files give the same commit on every machine.

The commit has no parent and a fixed author and date, so its id depends on the files and the tag's
name only. What Copier reads is taken (`source.PARTS`), nothing else of this project.
"""

from pathlib import Path

from groundplan.git import git
from groundplan.source import PARTS

_AUTHOR = "Groundplan"
_ADDRESS = "groundplan@localhost"
_DATE = "2026-01-01T00:00:00+00:00"
_IDENTITY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", _AUTHOR), ("EMAIL", _ADDRESS), ("DATE", _DATE))
}
# The caller's own settings must not change what is read or what the commit's id is.
_PLAIN = (
    *("-c", "core.autocrlf=false"),
    *("-c", "core.safecrlf=false"),
    *("-c", "core.excludesFile=/dev/null"),
    *("-c", "core.attributesFile=/dev/null"),
)


def flatten(root: Path, repository: Path, tag: str) -> str:
    """Commit the template's files under `root` to a bare repository and tag the commit.

    Args:
        root: The checkout, whose `.gitignore` holds.
        repository: A bare repository; made if it is not there.
        tag: The tag to set.

    Returns:
        The commit's id.
    """
    if not (repository / "HEAD").exists():
        git("init", "--quiet", "--bare", "--template=", str(repository))
    at = ("--git-dir", str(repository))
    git(*_PLAIN, *at, "--work-tree", str(root), "add", "--all", "--", *PARTS, folder=root)
    return _tagged(repository, git(*at, "write-tree"), tag)


def flatten_tag(project: Path, repository: Path, tag: str) -> str:
    """The same for a release that this project's own history holds under `tag`."""
    git(
        "fetch",
        "--quiet",
        "--no-tags",
        "--depth=1",
        str(project),
        f"refs/tags/{tag}",
        folder=repository,
    )
    entries = git("ls-tree", "-z", "FETCH_HEAD", "--", *PARTS, folder=repository)
    return _tagged(repository, git("mktree", "-z", folder=repository, given=entries), tag)


def _tagged(repository: Path, tree: str, tag: str) -> str:
    commit = git("commit-tree", tree, "-m", tag, folder=repository, extra=_IDENTITY)
    git("update-ref", f"refs/tags/{tag}", commit, folder=repository)
    git("update-ref", "HEAD", commit, folder=repository)
    return commit


def bundle(repository: Path, target: Path) -> None:
    """Write every tag of a bare repository into one file that git can clone from."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # One thread: packs made by several differ from run to run.
    git(
        "-c",
        "pack.threads=1",
        "bundle",
        "create",
        "--quiet",
        str(target),
        "HEAD",
        "--tags",
        folder=repository,
    )
