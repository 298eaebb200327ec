"""Plain text: paragraphs between empty lines, underlined headings, indented code."""

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath

from ..cleaning import decode, reflow
from ..documents import Block, Document, Raw

_UNDERLINE = re.compile(r"([*=\-~^\"#+])\1{2,}\s*$")
_TABLE = re.compile(r"\s*[+|]")
_PROSE = re.compile(r"\s*[A-Z\"“*][^\n]* [^\n]* (?:[^\n]|\n)*[.:!?)]\s*$")
_LIST = re.compile(r"\s*(?:[-*•]|\d+[.)])\s")


def parse(raw: Raw) -> Document:
    """Read text in which a line under another, as long as it, makes that one a heading."""
    lines = decode(raw).split("\n")
    blocks = list(_blocks(lines))
    headings = [block.text for block in blocks if block.kind == "heading"]
    title = headings[0] if headings else PurePosixPath(raw.name).stem
    return Document(raw.name, title, blocks, raw.metadata)


def _blocks(lines: list[str]) -> Iterator[Block]:
    # As in reStructuredText, the order in which underlines first appear decides their level.
    levels: dict[str, int] = {}
    pending: list[str] = []
    numbered = iter(range(len(lines)))
    for number in numbered:
        line = lines[number]
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if _is_heading(line, below):
            yield from _paragraphs(pending)
            pending = []
            level = levels.setdefault(below[0], len(levels) + 1)
            yield Block("heading", reflow(line), level)
            next(numbered)
        else:
            pending.append(line)
    yield from _paragraphs(pending)


def _is_heading(line: str, below: str) -> bool:
    return bool(
        line.strip()
        and not line[0].isspace()
        and _UNDERLINE.match(below)
        and len(below.rstrip()) >= len(line.rstrip())
        and not _UNDERLINE.match(line)
    )


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    code: list[str] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        paragraph = list(group)
        if not filled:
            continue
        if _is_code(paragraph):
            code.append("\n".join(paragraph))
            continue
        if code:
            yield _code(code)
            code = []
        yield Block("text", _reflow_list(paragraph))
    if code:
        yield _code(code)


def _code(paragraphs: list[str]) -> Block:
    return Block("code", textwrap.dedent("\n\n".join(paragraphs)))


def _is_code(paragraph: list[str]) -> bool:
    if all(_TABLE.match(line) for line in paragraph):
        return True
    indented = all(line[0].isspace() for line in paragraph)
    # Notes and definitions are indented too, but they are sentences.
    return indented and not _LIST.match(paragraph[0]) and not _PROSE.match("\n".join(paragraph))


def _reflow_list(paragraph: list[str]) -> str:
    """One line per list item; anything else becomes one line."""
    items: list[str] = []
    for line in paragraph:
        if items and not _LIST.match(line):
            items[-1] += " " + line.strip()
        else:
            items.append(line.strip())
    return "\n".join(map(reflow, items))
