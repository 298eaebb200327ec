"""Calls to git that depend on nothing in the caller's environment but git itself."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
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


def version() -> tuple[int, ...]:
    """The version of git, such as (2, 39, 5)."""
    return tuple(map(int, re.findall(r"\d+", git("version").split()[2])))


def git(
    *arguments: str,
    folder: Path | None = None,
    given: bytes = b"",
    extra: Mapping[str, str] | None = None,
) -> str:
    """Run git and return what it printed, stripped; see `raw`."""
    printed = raw(*arguments, folder=folder, given=given, extra=extra)
    return printed.decode(errors="replace").strip()


def raw(
    *arguments: str,
    folder: Path | None = None,
    given: bytes = b"",
    extra: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
    kept: Sequence[int] = (),
) -> bytes:
    """Run git and return the bytes that it printed.

    Args:
        arguments: The command line after `git`.
        folder: Where to run it; the current folder if left out.
        given: What it reads from its standard input.
        extra: Environment variables besides the caller's.
        allowed: Exit codes that are none of a failure.
        kept: Descriptors that it inherits, and with them the locks on their files.

    Raises:
        GitError: It ended with another exit code.
    """
    environment = {name: value for name, value in os.environ.items() if name not in LOCATION}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment | {"LC_ALL": "C"} | dict(extra or {}),
        input=given,
        capture_output=True,
        check=False,
        pass_fds=tuple(kept),
    )
    if done.returncode not in allowed:
        said = (done.stderr.strip() or done.stdout.strip()).decode(errors="replace").splitlines()
        # Advice may follow; what went wrong is the line that says so.
        wrong = [line for line in said if line.startswith(("fatal:", "error:"))]
        told = (wrong or said)[-1] if said else f"git {arguments[0]} ended with {done.returncode}"
        raise GitError(told)
    return done.stdout
