"""Copier with its repeated work remembered: hundreds of renders of one template in one process.

Four fifths of a render are Jinja compiling the same strings in a new environment; most of the rest
is building the same context for every part of every path. Here each is done once, and a layer that
comes to nothing is not walked through. What remains is Copier itself, held to the exact version
this was measured with; a sample of every run is rendered by unmodified Copier as well and compared
byte for byte (`referee.py`).
"""

import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import copier
from copier import _main, _template
from copier._jinja_ext import SandboxedEnvironment

from groundplan.errors import GroundplanError
from groundplan.rendering import remembering_environment, without_detours

VERSION = "9.19.1"


class Worker(_main.Worker):
    """Knows its context and where the answers go once the answers are complete."""

    def _render_template(self) -> None:
        self.__dict__["remembered_path"] = super().answers_relpath
        self.__dict__["remembered_context"] = super()._render_context()
        with patch.object(_main, "scantree", self._entries):
            super()._render_template()

    def _entries(self, path: str, follow_symlinks: bool) -> Iterator[os.DirEntry[str]]:
        """All of the template but folders whose names come to nothing, with all that is in them."""
        for entry in os.scandir(path):
            folder = entry.is_dir(follow_symlinks=follow_symlinks)
            if folder and not self._render_string(entry.name):
                continue
            yield entry
            if folder:
                yield from self._entries(entry.path, follow_symlinks)

    def _render_context(self) -> MutableMapping[str, Any]:
        held = self.__dict__.get("remembered_context")
        return dict(held) if held else super()._render_context()

    def _solve_render_conflict(self, dst_relpath: Path) -> bool:
        # Copier would ask a person; the folder was empty, so two layers hold this path.
        raise GroundplanError(f"two layers differ in {dst_relpath}")

    @property
    def answers_relpath(self) -> Path:
        """As in Copier, from memory."""
        return self.__dict__.get("remembered_path") or super().answers_relpath


_environments: dict[str, SandboxedEnvironment] = {}


def _environment(*, loader: Any, extensions: list[Any], **options: Any) -> SandboxedEnvironment:
    """One environment for each template and its options."""
    key = repr((loader.searchpath, extensions, sorted(options.items(), key=str)))
    if key not in _environments:
        _environments[key] = remembering_environment()(
            loader=loader, extensions=extensions, cache_size=-1, **options
        )
    return _environments[key]


_configuration = cache(_template.load_template_config)


@contextmanager
def remembering() -> Iterator[None]:
    """While this is open, Copier remembers; raises GroundplanError with another Copier."""
    installed = copier.__version__
    if installed != VERSION:
        raise GroundplanError(
            f"the matrix knows the insides of Copier {VERSION}, and {installed} is installed: "
            "run make setup, or measure anew and change quick_copier.py"
        )
    with (
        without_detours(),
        patch.object(_main, "SandboxedEnvironment", _environment),
        patch.object(_main, "Worker", Worker),
        patch.object(_template, "load_template_config", _configuration),
    ):
        yield


def rendered(template: Path, target: Path, answers: Mapping[str, str]) -> Path:
    """Render a plain folder with these answers and defaults for the rest.

    Raises whatever Copier raises: a fault of the template, for the caller to report.
    """
    copier.run_copy(
        str(template),
        target,
        data=dict(answers),
        defaults=True,
        quiet=True,
        # Otherwise the settings of whoever runs this would take part.
        settings=copier.Settings(),
    )
    return target
