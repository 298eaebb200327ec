"""Pushing a branch and opening a pull request, through `gh` for GitHub and `glab` for GitLab."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundplan.errors import GroundplanError
from groundplan.git import GitError, git
from groundplan.updating.checkout import Checkout

# https://host/path, ssh://user@host:port/path and user@host:path
_ADDRESS = re.compile(
    r"(?:[\w+.-]+://)?(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?[:/](?P<path>.+?)(?:\.git)?/?"
)
_LONGEST = 60_000  # characters; GitHub takes 65,536
_NO_QUESTIONS = {"GIT_TERMINAL_PROMPT": "0", "GH_PROMPT_DISABLED": "1", "NO_PROMPT": "1"}


@dataclass(frozen=True)
class Forge:
    """A program that opens pull requests, and its words for what they are made of."""

    program: str
    kind: str
    head: str
    base: str
    body: str
    as_json: tuple[str, ...]
    address: str
    unasked: tuple[str, ...] = ()


_FORGES = {
    "github": Forge("gh", "pr", "--head", "--base", "--body", ("--json", "url"), "url"),
    "gitlab": Forge(
        *("glab", "mr", "--source-branch", "--target-branch", "--description"),
        as_json=("--output", "json"),
        address="web_url",
        unasked=("--yes",),
    ),
}


def opened(place: Checkout, branch: str, title: str, body: str) -> str:
    """Push a branch and open a pull request; the address of the one that is open already, or new.

    Raises:
        GroundplanError: There is no remote of a known kind, or its program is missing or failed.
        GitError: git could not push.
    """
    remote = _remote(place)
    forge, repository = _forge(git("remote", "get-url", remote, folder=place.top))
    if not shutil.which(forge.program):
        raise GroundplanError(f"{forge.program} is not installed: install it and sign in with it")
    ref = f"refs/heads/{branch}"
    git("push", "--quiet", remote, f"{ref}:{ref}", folder=place.top, extra=_NO_QUESTIONS)
    here = ("--repo", repository, forge.head, branch)
    listing = (forge.program, forge.kind, "list", *here, *forge.as_json)
    for held in json.loads(_run(listing, place.top).strip() or "[]"):
        return str(held[forge.address])
    onto = (place.branch or "").removeprefix("refs/heads/")
    said = _run(
        (
            *(forge.program, forge.kind, "create", *here, *forge.unasked),
            *((forge.base, onto) if onto else ()),
            *("--title", title, forge.body, body[:_LONGEST]),
        ),
        place.top,
    )
    return next((word for word in reversed(said.split()) if "://" in word), said.strip())


def _remote(place: Checkout) -> str:
    """The remote of the branch that is checked out, `origin`, or the only one."""
    names = git("remote", folder=place.top).splitlines()
    own = (place.branch or "").removeprefix("refs/heads/")
    try:
        preferred = git("config", f"branch.{own}.remote", folder=place.top)
    except GitError:
        preferred = "origin"
    if preferred in names:
        return preferred
    if len(names) != 1:
        raise GroundplanError("it has no remote to push to: add one with `git remote add origin`")
    return names[0]


def _forge(address: str) -> tuple[Forge, str]:
    """The program for a remote, and how to name the repository to it."""
    found = _ADDRESS.fullmatch(address)
    host = found["host"] if found else ""
    for name, forge in _FORGES.items():
        if found and name in host.lower():
            path = found["path"]
            return forge, f"https://{host}/{path}"
    raise GroundplanError(
        f"its remote is on {host or 'this machine'}, neither GitHub nor GitLab by its name: "
        "push the branch and open the pull request by hand"
    )


def _run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **_NO_QUESTIONS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it gave no reason").splitlines()
        raise GroundplanError(f"`{' '.join(command[:3])}` failed: {said[-1]}")
    return done.stdout
