"""Imports and the dependencies that a render declares: each stands for the other."""

import ast
import functools
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from groundplan.catalogue import load

from ..model import Render
from .files import texts
from .programs import THEIRS

PROVIDERS = "import json, importlib.metadata as m; print(json.dumps(m.packages_distributions()))"
RUN = re.compile(r'-m (?:\$\(PACKAGE\)\.)?"?([a-z_]+)')
STUBS = re.compile(r"^types-|-stubs$")


def _name(requirement: str) -> str:
    """The name of a distribution, as the registry normalises it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


@functools.cache
def _providers() -> dict[str, set[str]]:
    """Which distributions hold a module, in the environment that has what all renders declare."""
    done = subprocess.run([THEIRS / "python", "-c", PROVIDERS], capture_output=True, check=True)
    return {module: set(map(_name, names)) for module, names in json.loads(done.stdout).items()}


def _modules(folder: Path, root: str) -> dict[str, tuple[str, str]]:
    """The modules below a source folder: for each its file's name and text."""
    return {
        name[len(root) + 1 : -3].removesuffix("/__init__").replace("/", "."): (name, text)
        for name, text in texts(folder, f"{root}/*.py").items()
    }


def _nodes(part: ast.AST, later: bool) -> Iterator[ast.AST]:
    """Everything within; without `later`, only what runs when the module is imported."""
    for inner in ast.iter_child_nodes(part):
        if not later and (
            isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            or (isinstance(inner, ast.If) and ast.unparse(inner.test).endswith("TYPE_CHECKING"))
        ):
            continue
        yield inner
        yield from _nodes(inner, later)


@functools.cache
def _imported(module: str, name: str, text: str, later: bool) -> frozenset[str]:
    """The full names that a module imports; of `from a import b` both `a` and `a.b`."""
    package = module.split(".") if name.endswith("/__init__.py") else module.split(".")[:-1]
    found = set[str]()
    for node in _nodes(ast.parse(text), later):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            found |= {start} | {f"{start}.{alias.name}" for alias in node.names}
    return frozenset(found)


def _reached(modules: dict[str, tuple[str, str]], entries: Iterable[str]) -> set[str]:
    """What is imported, directly or not, when these modules are: theirs and other people's."""
    seen, open_ = set[str](), list(entries)
    while open_:
        name = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        if "." in name:
            open_.append(name.rpartition(".")[0])
        if name in modules:
            open_ += _imported(name, *modules[name], later=False)
    return seen


def _distributions(names: Iterable[str], own: set[str]) -> dict[str, set[str]]:
    """What holds each module that is neither the standard library's nor the render's."""
    tops = {name.partition(".")[0] for name in names}
    return {top: _providers().get(top, set()) for top in tops - sys.stdlib_module_names - own}


def dependencies(render: Render) -> list[str]:
    """Every import is declared, every declared dependency is used, and an image has what it starts.

    The image holds no development dependencies, so what its module and the project's commands
    import at their start is a dependency proper. What else `src` imports, a developer's machine
    needs: there training on an edge device is done.
    """
    files = texts(render.folder)
    project = tomllib.loads(files["pyproject.toml"])
    proper = {_name(text) for text in project["project"]["dependencies"]}
    development = {_name(text) for text in project["dependency-groups"]["dev"]}
    source, tests = _modules(render.folder, "src"), _modules(render.folder, "tests")
    own = {name.partition(".")[0] for name in (*source, *tests, "tests.")}
    started = re.findall(r'"-m", "([\w.]+)"', files.get("Dockerfile", ""))
    started += [entry.partition(":")[0] for entry in project["project"].get("scripts", {}).values()]

    at_start = _distributions(_reached(source, started), own)
    in_source, in_tests = (
        _distributions(
            (name for module in part for name in _imported(module, *part[module], later=True)), own
        )
        for part in (source, tests)
    )
    faults = [
        f"{module} is imported by {started}, but not among the dependencies of pyproject.toml"
        for module, holders in at_start.items()
        if not holders & proper
    ]
    faults += [
        f"{module} is imported, but no dependency in pyproject.toml holds it"
        for module, holders in (in_source | in_tests).items()
        if not holders & (proper | development)
    ]
    tools = {tool for name, text in files.items() if _runs(name) for tool in RUN.findall(text)}
    used = set[str]().union(*in_source.values(), *_needed_by_others(render))
    also = used.union(*in_tests.values(), *(_providers().get(tool, set()) for tool in tools))
    faults += [
        f"{name} is a dependency in pyproject.toml, but src does not use it"
        for name in proper - used
    ]
    return faults + [
        f"{name} is a development dependency in pyproject.toml, but nothing uses it"
        for name in development - also
        if not (STUBS.search(name) and STUBS.sub("", name) in also)
    ]


def _runs(name: str) -> bool:
    """Whether a file starts tools: make does, and pre-commit."""
    return name.endswith(("Makefile", ".mk", ".pre-commit-config.yaml"))


def _needed_by_others(render: Render) -> list[set[str]]:
    """What a layer declares for a library that asks for it without naming it as its dependency."""
    layers = load().layers
    used = load().blueprints[render.case.problem].layers
    return [set(map(_name, layers[use.name].indirect)) for use in used]
