"""The sample database: the modules, classes and functions of the Python that runs this.

They are read from the standard library's own source, so the data is real and comes with Python.
"""

import ast
import sqlite3
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import FileLock

_SCHEMA = """
CREATE TABLE modules (name TEXT PRIMARY KEY, lines INTEGER, summary TEXT);
CREATE TABLE classes (module TEXT REFERENCES modules, name TEXT, line INTEGER, bases TEXT,
  methods INTEGER, documented INTEGER);
CREATE TABLE functions (module TEXT REFERENCES modules, class TEXT, name TEXT, line INTEGER,
  lines INTEGER, parameters INTEGER, documented INTEGER);
"""
_MAX_BYTES = 120_000


def build(path: Path, folder: Path | None = None) -> Path:
    """Make the database where it is not there yet; return its path.

    `folder` holds the modules; left out, it is the standard library's.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            if not path.exists():
                draft = path.with_name(f"{path.name}.part")
                draft.unlink(missing_ok=True)
                _fill(draft, folder or Path(sysconfig.get_paths()["stdlib"]))
                draft.replace(path)
    return path


def _fill(path: Path, folder: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_SCHEMA)
        for module, text in _sources(folder):
            tree = ast.parse(text)
            summary = (ast.get_docstring(tree) or "").partition("\n")[0]
            row = (module, text.count("\n"), summary)
            database.execute("INSERT INTO modules VALUES (?, ?, ?)", row)
            for node in tree.body:
                _store(database, module, "", node)


def _sources(folder: Path) -> Iterator[tuple[str, str]]:
    """Public modules that are one file of moderate size."""
    for path in sorted(folder.glob("[a-z]*.py")):
        if path.stem in sys.stdlib_module_names and path.stat().st_size < _MAX_BYTES:
            yield path.stem, path.read_text(encoding="utf-8")


def _store(database: sqlite3.Connection, module: str, owner: str, node: ast.stmt) -> None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        asked = node.args
        parameters = [*asked.posonlyargs, *asked.args, *asked.kwonlyargs, asked.vararg, asked.kwarg]
        count = sum(parameter is not None for parameter in parameters)
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        known = ast.get_docstring(node) is not None
        row = (module, owner, node.name, node.lineno, lines, count, known)
        database.execute("INSERT INTO functions VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    elif isinstance(node, ast.ClassDef) and not owner:
        methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
        bases = ", ".join(map(ast.unparse, node.bases))
        known = ast.get_docstring(node) is not None
        about = (module, node.name, node.lineno, bases, len(methods), known)
        database.execute("INSERT INTO classes VALUES (?, ?, ?, ?, ?, ?)", about)
        for part in node.body:
            _store(database, module, node.name, part)
