"""The files of a render, and verdicts on them that are not asked for twice.

Most files are the same in many combinations. What a verdict depends on is its key: it is asked for
once in the life of a worker.
"""

import functools
import os
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from groundplan.matrix.model import Check, Render

# What is wrong with one file, seen by its name and text alone.
Judge = Callable[[str, str], Iterable[str]]

_known: dict[str, str] = {}


def texts(folder: Path, *patterns: str) -> dict[str, str]:
    """What files hold, by their names; bytes that are not UTF-8 arrive as lone surrogates.

    Equal texts are one object: it is held once and hashed once, however many renders have it.

    Args:
        folder: Where the names start.
        patterns: Which names, where not all are wanted; `*` stands for folders as well.
    """
    names = (
        Path(parent, name).relative_to(folder).as_posix()
        for parent, _, files in os.walk(folder)
        for name in files
    )
    found = {}
    for name in sorted(names):
        if not patterns or any(fnmatchcase(name, pattern) for pattern in patterns):
            text = Path(folder, name).read_bytes().decode("utf-8", "surrogateescape")
            found[name] = _known.setdefault(text, text)
    return found


def per_file(*patterns: str) -> Callable[[Judge], Check]:
    """Make a check of a render of a judge of one file; it sees each name and text once."""

    def check_with(judge: Judge) -> Check:
        @functools.cache
        def judged(name: str, text: str) -> tuple[str, ...]:
            return tuple(f"{name}: {fault}" for fault in judge(name, text))

        def check(render: Render) -> list[str]:
            found = texts(render.folder, *patterns)
            return [fault for name, text in found.items() for fault in judged(name, text)]

        return check

    return check_with
