"""What keeps the generator easy to find one's way in."""

import ast
import sys
from pathlib import Path

import pytest

import groundplan

FOLDER = Path(groundplan.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
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
    assert {path.stem for path in MODULES if "copier" in imported(path)} == {"rendering"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_is_short_and_says_what_it_is_for(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text))


def test_what_the_build_needs_comes_with_the_build() -> None:
    allowed = set(sys.stdlib_module_names) | {"groundplan", "yaml"}
    for name in ("source", "flattening", "git", "errors", "__init__"):
        assert imported(FOLDER / f"{name}.py") <= allowed, name
