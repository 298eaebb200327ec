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
    # Its housekeeping would be another process, for a repository of one commit.
    unsigned = ("-c", "maintenance.auto=false", "-c", "commit.gpgSign=false", "commit", "--quiet")
    git(*(() if _known() else _NOBODY), *unsigned, "--no-verify", "-m", message, folder=folder)


def _known() -> bool:
    """Whether the user has told git a name and an address."""
    try:
        said = git("config", "--get-regexp", r"^user\.(name|email)$")
    except GitError:
        return False
    return "user.name " in said and "user.email " in said
