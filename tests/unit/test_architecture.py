"""What keeps the generator easy to find one's way in."""

import ast
import sys
from pathlib import Path

import pytest

import groundplan

FOLDER = Path(groundplan.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
SMOKE = sorted(FOLDER.glob("matrix/smoke/*.py"))
LONGEST = 200


def imported(module: Path) -> set[str]:
    """The top packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_rendering_imports_copier() -> None:
    importing = {path.stem for path in MODULES if "copier" in imported(path)}
    assert importing == {"rendering", "quick_copier"}  # the matrix, with a memory


@pytest.mark.parametrize("module", SMOKE, ids=lambda path: path.stem)
def test_what_runs_inside_a_render_needs_nothing_that_a_render_may_lack(module: Path) -> None:
    theirs = {"fastapi", "starlette", "pydantic", "prometheus_client", "pytest", "httpx2"}
    assert imported(module) <= set(sys.stdlib_module_names) | theirs | {"groundplan"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_module_is_short_and_says_what_it_is_for(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text))


def test_what_the_build_needs_comes_with_the_build() -> None:
    allowed = set(sys.stdlib_module_names) | {"groundplan", "yaml"}
    for name in ("source", "flattening", "git", "errors", "__init__"):
        assert imported(FOLDER / f"{name}.py") <= allowed, name
