"""The repository that is updated: where it is, what it holds, and whether it may be touched."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from groundplan.errors import GroundplanError
from groundplan.git import GitError, git, raw
from groundplan.updating import journal

ANSWERS = ".copier-answers.yml"
# Each lies in git's folder while something is under way that a person has to finish.
_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisection",
}


@dataclass(frozen=True)
class Checkout:
    """A working tree of a git repository.

    Attributes:
        top: Its root.
        project: The folder in it that was rendered; mostly the root itself.
        git_folder: Where git keeps what belongs to this working tree.
        branch: The full name of the branch that is checked out; None without one.
        commit: The commit that is checked out.
    """

    top: Path
    project: Path
    git_folder: Path
    branch: str | None
    commit: str

    @property
    def prefix(self) -> PurePosixPath:
        """Where the project lies in the repository."""
        return PurePosixPath(self.project.relative_to(self.top).as_posix())

    def dirty(self) -> list[str]:
        """What was changed and not committed, and files that git neither tracks nor ignores."""
        said = raw("status", "--porcelain", "-z", "--untracked-files=all", folder=self.top)
        fields = iter(said.decode(errors="surrogateescape").split("\0"))
        found = []
        for field in fields:
            if field:
                found.append(field[3:])
                if "R" in field[:2] or "C" in field[:2]:
                    next(fields)  # the name it had before
        return found

    def tip(self, branch: str) -> str | None:
        """The commit of a branch, if there is such a branch."""
        try:
            return git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", folder=self.top)
        except GitError:
            return None

    def under_way(self) -> str | None:
        """What git is in the middle of, if anything."""
        return next(
            (what for name, what in _UNDER_WAY.items() if (self.git_folder / name).exists()), None
        )

    def occupied(self, path: str) -> bool:
        """Whether a new file at this path would meet something that git does not track."""
        place = self.top / path
        if os.path.lexists(place):
            return True
        return any(
            parent.is_symlink() or (parent.exists() and not parent.is_dir())
            for parent in place.parents
            if parent.is_relative_to(self.top)
        )


def opened(path: Path, *, whole: bool = True) -> Checkout:
    """The repository around a project.

    Args:
        path: The folder that was rendered.
        whole: Whether it has to look like one; an update that was killed may have left less.

    Raises:
        GroundplanError: There is none, or Groundplan did not render what is there.
    """
    project = path.expanduser().resolve()
    if not project.is_dir():
        raise GroundplanError(f"there is no folder {path}: name a repository")
    try:
        said = git("rev-parse", "--show-toplevel", "--absolute-git-dir", folder=project)
    except GitError as error:
        raise GroundplanError(
            f"{path} is no git repository: an update needs one, because it can be undone there"
        ) from error
    top, git_folder = (Path(line) for line in said.splitlines())
    if whole and not (project / ANSWERS).is_file():
        if journal.read(git_folder):
            raise GroundplanError(
                "the last update was cut off: take it back with `groundplan update --undo`"
            )
        raise GroundplanError(
            f"{path} holds no {ANSWERS}: name the folder that Groundplan rendered"
        )
    try:
        commit = git("rev-parse", "--verify", "HEAD^{commit}", folder=project)
    except GitError as error:
        raise GroundplanError(f"{path} has no commit yet: make the first one") from error
    try:
        branch = git("symbolic-ref", "--quiet", "HEAD", folder=project)
    except GitError:
        branch = None
    return Checkout(top.resolve(), project, git_folder, branch, commit)
