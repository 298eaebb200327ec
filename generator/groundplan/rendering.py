"""Rendering through Copier, exactly as `copier copy` would. The only module that imports it.

Copier is given the template's public address and this version's tag, and git is told to find that
address in the bundle of the wheel (or in a commit made from the checkout). So the answers file
holds what serves a team mate on another machine, and nothing is fetched.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundplan import releases
from groundplan.errors import GroundplanError
from groundplan.git import LOCATION

if TYPE_CHECKING:
    from copier._jinja_ext import SandboxedEnvironment

PROJECT = "project"


def render(
    answers: Mapping[str, str],
    workshop: Path,
    release: releases.Release | None = None,
    name: str = PROJECT,
) -> Path:
    """Render into a folder of the workshop.

    Args:
        answers: All answers, the project's name included.
        workshop: A private folder; everything temporary is kept in it.
        release: Which template; this version's if left out.
        name: What the folder is called.

    Returns:
        The rendered folder.

    Raises:
        UsageError: `GROUNDPLAN_TEMPLATE` is set to something unusable.
        GroundplanError: Copier could not render; the text is its reason.
    """
    chosen = release or releases.own()
    stand_in = releases.stand_in(chosen, workshop)
    # git works on another core while Copier is imported.
    with ThreadPoolExecutor(max_workers=1) as background:
        provided = background.submit(releases.provide, chosen, stand_in)
        import copier
        from copier.errors import CopierError
        from jinja2 import TemplateError
        from plumbum import ProcessExecutionError

        provided.result()
    project = workshop / name
    try:
        with _environment(workshop, chosen.address, stand_in), without_detours():
            copier.run_copy(
                chosen.address,
                project,
                data=dict(answers),
                vcs_ref=chosen.tag,
                defaults=True,
                quiet=True,
                # Otherwise the user's own settings.yml would change defaults and trust.
                settings=copier.Settings(),
            )
    except ProcessExecutionError as error:
        said = (error.stderr.strip() or str(error)).splitlines()[-1]
        raise GroundplanError(
            f"the template could not be fetched from {chosen.address} at {chosen.tag}: {said}"
        ) from error
    except (CopierError, TemplateError, ValueError, OSError) as error:
        raise GroundplanError(f"the template could not be rendered: {error}") from error
    return project


@contextmanager
def _environment(workshop: Path, address: str, stand_in: Path | None) -> Iterator[None]:
    """Temporary files, Copier's cache and git's rewriting of the address, for one render."""
    from plumbum import local

    scratch = workshop / "scratch"
    scratch.mkdir(exist_ok=True)
    rewriting = {"COPIER_CACHE_DIR": str(workshop / "cache"), "GIT_TERMINAL_PROMPT": "0"}
    if stand_in is not None:
        held = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        rewriting |= {
            "GIT_CONFIG_COUNT": str(held + 1),
            f"GIT_CONFIG_KEY_{held}": f"url.{stand_in}.insteadOf",
            f"GIT_CONFIG_VALUE_{held}": address,
        }
    before, folder = dict(os.environ), tempfile.tempdir
    os.environ.update(rewriting)
    tempfile.tempdir = str(scratch)
    try:
        # plumbum, through which Copier calls git, copied the environment when it was imported.
        with local.env(**rewriting):
            for name in set(LOCATION) & set(local.env.keys()):
                del local.env[name]
            yield
    finally:
        tempfile.tempdir = folder
        os.environ.clear()
        os.environ.update(before)


@cache
def remembering_environment() -> "type[SandboxedEnvironment]":
    """Copier's environment for Jinja, which here compiles each string once in a process."""
    from copier._jinja_ext import SandboxedEnvironment, get_yield_context
    from jinja2 import Template, nodes

    codes: dict[tuple[object, ...], tuple[object, Any]] = {}

    class Remembering(SandboxedEnvironment):
        """Resets the state of the `yield` tag itself, as Copier does it while compiling."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._compiled: dict[str | nodes.Template, Template] = {}

        def from_string(
            self,
            source: str | nodes.Template,
            globals: MutableMapping[str, Any] | None = None,
            template_class: type[Template] | None = None,
        ) -> Template:
            """As in Jinja, from memory. What is no string raises TypeError there too."""
            self._reset()
            if source not in self._compiled:
                self._compiled[source] = super().from_string(source, globals, template_class)
            return self._compiled[source]

        def get_template(self, *arguments: Any, **options: Any) -> Template:
            """As in Jinja, whose own cache may have it."""
            self._reset()
            return super().get_template(*arguments, **options)

        def compile(self, source: Any, name: Any = None, *others: Any, **options: Any) -> Any:
            """As in Jinja, from the memory of every render with the same syntax."""
            if options or others[1:] or not isinstance(source, str):
                return super().compile(source, name, *others, **options)
            # Jinja has one lexer for each syntax; it is kept here, so that its id stays its own.
            key = (source, name, id(self.lexer), *self.extensions)
            if key not in codes:
                codes[key] = self.lexer, super().compile(source, name, *others)
            return codes[key][1]

        def _reset(self) -> None:
            state = get_yield_context(self)
            state.yield_name = state.yield_iterable = None

    return Remembering


@contextmanager
def without_detours() -> Iterator[None]:
    """Spare Copier detours that change nothing in the result; a test compares it to the byte.

    - It compiles every step of every path anew, the same few strings again and again.
    - It asks git about `core.fileMode` after each file, for the index of an older project; it does
      not where git is missing, which its main module asks under this one name.
    - It reads YAML with the loader written in Python, though PyYAML brings the same in C.
    """
    import yaml
    from copier import _main

    changes: list[tuple[dict[str, Any], str, Any]] = [
        (vars(_main), "SandboxedEnvironment", remembering_environment()),
        (vars(_main), "is_git_available", lambda: False),
        (vars(yaml), "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
    ]
    before = [module[name] for module, name, _ in changes]
    for module, name, value in changes:
        module[name] = value
    try:
        yield
    finally:
        for (module, name, _), value in zip(changes, before, strict=True):
            module[name] = value
