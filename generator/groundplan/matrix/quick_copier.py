"""Copier with its repeated work remembered: hundreds of renders of one template in one process.

Four fifths of a render are Jinja compiling the same strings in a new environment; most of the rest
is building the same context for every part of every path. Here each is done once. What remains is
Copier itself, held to the exact version this was measured with; a sample of every run is rendered
by unmodified Copier as well and compared byte for byte (`referee.py`).
"""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import copier
import yaml
from copier import _jinja_ext, _main, _template
from copier._jinja_ext import SandboxedEnvironment
from jinja2 import Template, nodes

from groundplan.errors import GroundplanError

VERSION = "9.19.1"


class Remembering(SandboxedEnvironment):
    """Compiles each string once; resets the state of `yield`, as Copier does when compiling."""

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,
        template_class: type[Template] | None = None,
    ) -> Template:
        """As in Jinja, from memory."""
        self._reset()
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, globals, template_class)
        return self._compiled[source]

    def get_template(self, *arguments: Any, **options: Any) -> Template:
        """As in Jinja, whose own cache may have it."""
        self._reset()
        return super().get_template(*arguments, **options)

    @cached_property
    def _compiled(self) -> dict[str | nodes.Template, Template]:
        return {}

    def _reset(self) -> None:
        state = _jinja_ext.get_yield_context(self)
        state.yield_name = state.yield_iterable = None


class Worker(_main.Worker):
    """Knows its context and where the answers go once the answers are complete."""

    def _render_template(self) -> None:
        self.__dict__["remembered_path"] = super().answers_relpath
        self.__dict__["remembered_context"] = super()._render_context()
        super()._render_template()

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


_environments: dict[str, Remembering] = {}


def _environment(*, loader: Any, extensions: list[Any], **options: Any) -> Remembering:
    """One environment for each template and its options."""
    key = repr((loader.searchpath, extensions, sorted(options.items(), key=str)))
    if key not in _environments:
        _environments[key] = Remembering(
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
    with ExitStack() as changes:
        for place, name, value in (
            (_main, "SandboxedEnvironment", _environment),
            (_main, "Worker", Worker),
            # Copier asks git about file modes after each file; a fresh folder has no index.
            (_main, "is_git_available", lambda: False),
            (_template, "load_template_config", _configuration),
            (yaml, "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
        ):
            changes.enter_context(patch.object(place, name, value))
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
