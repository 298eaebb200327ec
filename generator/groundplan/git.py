"""Calls to git that depend on nothing in the caller's environment but git itself."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

# Set by git for its hooks and aliases; they would turn our calls towards the caller's repository.
LOCATION = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
)


class GitError(RuntimeError):
    """git ended with an error; the text is the last thing that it said."""


def available() -> bool:
    """Whether git can be called."""
    return shutil.which("git") is not None


def git(
    *arguments: str,
    folder: Path | None = None,
    given: bytes = b"",
    extra: Mapping[str, str] | None = None,
) -> str:
    """Run git and return what it printed, stripped.

    Args:
        arguments: The command line after `git`.
        folder: Where to run it; the current folder if left out.
        given: What it reads from its standard input.
        extra: Environment variables besides the caller's.

    Raises:
        GitError: Its exit code was not 0.
    """
    environment = {name: value for name, value in os.environ.items() if name not in LOCATION}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment | {"LC_ALL": "C"} | dict(extra or {}),
        input=given,
        capture_output=True,
        check=False,
    )
    printed = done.stdout.decode(errors="replace").strip()
    if done.returncode:
        said = (done.stderr.decode(errors="replace").strip() or printed).splitlines()
        raise GitError(said[-1] if said else f"git {arguments[0]} ended with {done.returncode}")
    return printed
