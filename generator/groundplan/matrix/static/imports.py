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
from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts
from groundplan.matrix.static.programs import THEIRS

PROVIDERS = "import json, importlib.metadata as m; print(json.dumps(m.packages_distributions()))"
RUN = re.compile(r'-m (?:\$\(PACKAGE\)\.)?"?([a-z_]+)')
STUBS = re.compile(r"^types-|-stubs$")

# The modules below a folder: of each its file's name and text.
Modules = dict[str, tuple[str, str]]


def _name(requirement: str) -> str:
    """The name of a distribution, as the registry normalises it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


@functools.cache
def _providers() -> dict[str, set[str]]:
    """Which distributions hold a module, in the environment that has what all renders declare."""
    done = subprocess.run([THEIRS / "python", "-c", PROVIDERS], capture_output=True, check=True)
    return {module: set(map(_name, names)) for module, names in json.loads(done.stdout).items()}


def _modules(folder: Path, root: str) -> Modules:
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


def _reached(modules: Modules, entries: Iterable[str]) -> Modules:
    """The modules of the render that are imported, directly or not, when these are."""
    seen, left = set[str](), list(entries)
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        left.append(name.rpartition(".")[0])
        if name in modules:
            left += _imported(name, *modules[name], later=False)
    return {name: modules[name] for name in seen if name in modules}


def _used(modules: Modules, own: set[str], *, later: bool) -> dict[str, str]:
    """Other people's modules by their top names, each with a file that imports it."""
    return {
        top: name
        for module, (name, text) in modules.items()
        for full in _imported(module, name, text, later)
        if (top := full.partition(".")[0]) not in sys.stdlib_module_names | own
    }


def dependencies(render: Render) -> list[str]:
    """Every import is declared, every declared dependency is used, and an image has what it starts.

    The image holds no development dependencies, so what its module and the project's commands
    import at their start is a dependency proper. What else `src` imports is needed on a developer's
    machine: there, models for an edge device are trained.
    """
    files = texts(render.folder)
    project = tomllib.loads(files["pyproject.toml"])
    proper = {_name(text) for text in project["project"]["dependencies"]}
    development = {_name(text) for text in project["dependency-groups"]["dev"]}
    source, tests = _modules(render.folder, "src"), _modules(render.folder, "tests")
    own = {name.partition(".")[0] for name in (*source, *tests)} | {"tests"}
    started = re.findall(r'"-m", "([\w.]+)"', files.get("Dockerfile", ""))
    started += [entry.partition(":")[0] for entry in project["project"].get("scripts", {}).values()]

    at_start = _used(_reached(source, started), own, later=False)
    in_source, in_tests = _used(source, own, later=True), _used(tests, own, later=True)
    faults = [
        f"{file}: imports {module} when the image or a command starts: no dependency holds it"
        for module, file in at_start.items()
        if not _holders(module) & proper
    ]
    faults += [
        f"{file}: imports {module}, which nothing in pyproject.toml holds"
        for module, file in (in_tests | in_source).items()
        if not _holders(module) & (proper | development)
    ]
    tools = {tool for name, text in files.items() if _runs(name) for tool in RUN.findall(text)}
    used = set[str]().union(*map(_holders, in_source), _needed_by_others(render))
    also = used.union(*map(_holders, (*in_tests, *tools)))
    faults += [
        f"pyproject.toml: {name} is a dependency, but src does not use it" for name in proper - used
    ]
    return faults + [
        f"pyproject.toml: {name} is a development dependency, but nothing uses it"
        for name in development - also
        if not (STUBS.search(name) and STUBS.sub("", name) in also)
    ]


def _holders(module: str) -> set[str]:
    return _providers().get(module, set())


def _runs(name: str) -> bool:
    """Whether a file starts tools: make does, and pre-commit."""
    return name.endswith(("Makefile", ".mk", ".pre-commit-config.yaml"))


def _needed_by_others(render: Render) -> set[str]:
    """What a layer declares for a library that asks for it without naming it as its dependency."""
    catalogue = load()
    layers = catalogue.blueprints[render.case.problem].layers
    return {_name(name) for use in layers for name in catalogue.layers[use.name].indirect}
