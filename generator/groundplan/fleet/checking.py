"""`make check test` on an update, in a checkout of its own that is thrown away."""

import os
import tempfile
from pathlib import Path

from groundplan.git import git
from groundplan.updating.checkout import Checkout
from groundplan.updating.objects import Objects
from groundplan.updating.proof import Proof, proven


def checked(place: Checkout, commit: str) -> Proof:
    """Run a repository's own checks on a commit, without anything that git does not track."""
    with tempfile.TemporaryDirectory(prefix="groundplan-check-") as scratch:
        top = Path(scratch, place.top.name)
        top.mkdir()
        # It sees the repository's objects, and nothing of it is written into the repository.
        Objects(top / ".git", place.top)
        git("config", "core.bare", "false", folder=top / ".git")
        without_hooks = ("-c", f"core.hooksPath={os.devnull}")
        git(*without_hooks, "checkout", "--quiet", "--detach", commit, folder=top)
        return proven(top / place.prefix, quiet=True)
