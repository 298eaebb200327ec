"""The new repository's own history: `git init` and the first commit."""

from pathlib import Path

from groundplan.git import GitError, git

# For people who never told git who they are; it signs this one commit and nothing later.
_NOBODY = ("-c", "user.name=Groundplan", "-c", "user.email=groundplan@localhost")


def first_commit(folder: Path, message: str) -> None:
    """Make `folder` a git repository with everything in it committed to `main`.

    Hooks and signing are left out of this one commit: both may ask a person, or fail on a machine
    that is set up for other work.

    Raises:
        GitError: git refused.
    """
    git("init", "--quiet", "--initial-branch=main", folder=folder)
    git("add", "--all", folder=folder)
    unsigned = ("-c", "commit.gpgSign=false", "commit", "--quiet", "--no-verify", "-m", message)
    git(*(() if _known() else _NOBODY), *unsigned, folder=folder)


def _known() -> bool:
    """Whether the user has told git a name and an address."""
    try:
        git("config", "user.name")
        git("config", "user.email")
    except GitError:
        return False
    return True
