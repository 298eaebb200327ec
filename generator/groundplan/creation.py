"""Making a repository: from settled answers to a folder with its first commit, all or nothing."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from groundplan import git, rendering, repository, target
from groundplan.errors import GroundplanError

_MESSAGE = "Made with Groundplan"


class Progress(Protocol):
    """Shows how far a rendering is, given the folder that fills."""

    def __call__(self, folder: Path) -> AbstractContextManager[None]: ...


def check_git() -> None:
    """Raises GroundplanError if git is missing, which is worth knowing before anything is asked."""
    if not git.available():
        raise GroundplanError("git is not installed or not on the PATH: install it and try again")


def create(answers: Mapping[str, str], place: Path, progress: Progress) -> None:
    """Render, commit, and move the result to `place`, a path that `target.inspected` has passed.

    Raises:
        GroundplanError: Something failed; `place` is as it was.
    """
    check_git()
    with target.workshop(place) as workshop:
        with progress(workshop / rendering.PROJECT):
            made = rendering.render(answers, workshop)
            try:
                repository.first_commit(made, _MESSAGE)
            except git.GitError as error:
                raise GroundplanError(f"git could not make the first commit: {error}") from error
        target.put(made, place)
