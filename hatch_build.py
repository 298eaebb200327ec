"""The build hook: it puts the catalogue's data and a git bundle of the template into the wheel.

The bundle holds one commit for this version and one for each release that the project's git
history knows. It is made for editable installations too, though a checkout is then read as it
stands (`groundplan.source`).
"""

import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "generator"))

from groundplan import flattening, source  # noqa: E402
from groundplan.git import GitError, git  # noqa: E402


class TemplateHook(BuildHookInterface[Any]):
    """Writes `groundplan/_template/` before the files of the wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; `version` is the kind of build, not the project's version."""
        folder = ROOT / "generator" / "groundplan" / "_template"
        shutil.rmtree(folder, ignore_errors=True)
        source.write(source.read_folder(ROOT), folder)
        own = f"v{self.metadata.version}"
        with tempfile.TemporaryDirectory() as scratch:
            repository = Path(scratch) / "template.git"
            flattening.empty(repository)
            for tag in releases():
                if tag != own:
                    checkout = Path(scratch) / tag
                    unpack(tag, checkout)
                    flattening.flatten(checkout, repository, tag)
            flattening.flatten(ROOT, repository, own)
            flattening.bundle(repository, folder / source.BUNDLE)


def releases() -> list[str]:
    """The tags of this project's releases, oldest first; none outside a git checkout."""
    if not (ROOT / ".git").exists():
        return []
    try:
        return git("tag", "--list", "v[0-9]*", "--sort=v:refname", folder=ROOT).split()
    except GitError:
        return []


def unpack(tag: str, folder: Path) -> None:
    """Write the files of a release into `folder`."""
    archive = folder.with_suffix(".tar")
    git("archive", "--output", str(archive), tag, "--", *source.PARTS, folder=ROOT)
    with tarfile.open(archive) as held:
        held.extractall(folder, filter="data")
