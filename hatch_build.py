"""The build hook: it puts the catalogue's data and a git bundle of the template into the wheel.

The bundle holds one commit for this version and one for each release that the project's git
history knows. It is made for editable installations too, though a checkout is then read as it
stands (`groundplan.source`).
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "generator"))

from groundplan import flattening, releases, source  # noqa: E402


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
            for tag in releases.tags(ROOT):
                if tag != own:
                    releases.add(ROOT, tag, repository, Path(scratch))
            flattening.flatten(ROOT, repository, own)
            flattening.bundle(repository, folder / source.BUNDLE)
