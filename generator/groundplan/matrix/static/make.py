"""The Makefile of a render: it parses, its targets can be made, and what is printed exists."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase

from markdown_it import MarkdownIt

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts
from groundplan.matrix.static.programs import said

# `make demo`, `make check test`; two spaces end the command in a table of commands.
COMMAND = r"make ([a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*)"
IN_QUOTES = re.compile(rf"`{COMMAND}\b")
ON_A_LINE = re.compile(rf"^\s*(?:- )?(?:run: )?(?:\$ )?{COMMAND}", re.MULTILINE)
RULE = re.compile(r"^([a-z][a-z0-9-]*):(?!=)", re.MULTILINE)
# Elsewhere a rule may name what a target needs besides; the recipe is one.
RECIPE = re.compile(RULE.pattern + r".*\n(?=\t)", re.MULTILINE)

# What make said to these files, asked for every target of theirs.
_tried: dict[tuple[tuple[str, str], ...], list[str]] = {}


def _printed(name: str, text: str) -> Iterator[str]:
    """The targets that a reader, or a workflow, is told to make."""
    if name.endswith(".md"):
        tokens = (
            part for token in MarkdownIt().parse(text) for part in (token.children or [token])
        )
        for token in tokens:
            if token.type in ("fence", "code_block", "code_inline"):
                yield from ON_A_LINE.findall(token.content)
    else:
        yield from IN_QUOTES.findall(text)
        if name.startswith(".github/"):
            yield from ON_A_LINE.findall(text)


@functools.cache
def _told(name: str, text: str) -> tuple[str, ...]:
    return tuple(word for words in _printed(name, text) for word in words.split())


def makefile(render: Render) -> list[str]:
    """Make finds a way to each of its targets, and every `make x` in print is one of them."""
    files = texts(render.folder)
    parts = tuple((name, text) for name, text in files.items() if _is_part(name))
    targets = sorted({target for _, text in parts for target in RULE.findall(text)})
    made = defaultdict(list)
    for name, text in parts:
        for target in RECIPE.findall(text):
            made[target].append(name)
    if parts not in _tried:
        command = ("make", "--dry-run", "--keep-going", "--silent", "PYTHON=python")
        _tried[parts] = said(*command, *targets, folder=render.folder)
    return [
        *(f"Makefile: {line}" for line in _tried[parts] if "***" in line),
        *(
            f"{' and '.join(names)}: {target} is made in two places"
            for target, names in made.items()
            if len(names) > 1
        ),
        *(
            f"{name}: `make {target}` is no target"
            for name, text in files.items()
            for target in _told(name, text)
            if target not in targets
        ),
    ]


def _is_part(name: str) -> bool:
    return name == "Makefile" or fnmatchcase(name, "make/*.mk")
