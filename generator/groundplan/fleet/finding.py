"""Repositories that Groundplan rendered: found under folders, or named in a list."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from groundplan.errors import UsageError
from groundplan.updating.checkout import ANSWERS

_PASSED_OVER = {"node_modules", "site-packages", "__pycache__"}
# What an environment and a cache say of themselves; tools write these into their folders.
_MARKS = {"pyvenv.cfg", "CACHEDIR.TAG"}
_OURS = ("_commit", "_src_path", "problem")
_COMMENT = re.compile(r"(^|\s)#.*")


def found(roots: Iterable[Path], named: Iterable[Path] = ()) -> list[Path]:
    """All repositories, each once, in the order of their paths.

    Args:
        roots: Folders to search.
        named: Repositories that are taken without a look at them.

    Raises:
        UsageError: A root is no folder.
    """
    for root in roots:
        if not root.expanduser().is_dir():
            raise UsageError(f"there is no folder {root}: name one that holds repositories")
    searched = {path for root in roots for path in _under(root.expanduser().resolve())}
    return sorted(searched | {path.expanduser().resolve() for path in named})


def listed(name: str) -> list[Path]:
    """The repositories that a file lists, one a line; `-` is the standard input.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list {name} cannot be read: {error}") from error
    lines = (_COMMENT.sub("", line).strip() for line in text.splitlines())
    return [Path(line) for line in lines if line]


def _under(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        if Path(folder) != root and not _MARKS.isdisjoint(files):
            folders.clear()
            continue
        folders[:] = [
            name for name in folders if not name.startswith(".") and name not in _PASSED_OVER
        ]
        if ANSWERS in files and _ours(Path(folder, ANSWERS)):
            yield Path(folder)


def _ours(answers: Path) -> bool:
    """Whether an answers file is one of ours, or may be: the text decides, as it may be broken."""
    try:
        text = answers.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return True
    return all(re.search(rf"^{name}:", text, re.MULTILINE) for name in _OURS)
