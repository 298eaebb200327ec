"""Markdown, read by a CommonMark parser."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..cleaning import decode, reflow
from ..documents import Block, Document, Raw

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PARSER = MarkdownIt("commonmark").enable("table")
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


def parse(raw: Raw) -> Document:
    """Read Markdown; front matter only gives the title."""
    text = decode(raw)
    front = _FRONT_MATTER.match(text)
    titled = _TITLE.search(front[1]) if front else None
    body = text[front.end() :] if front else text
    blocks = list(_blocks(_PARSER.parse(body), body.split("\n")))
    headings = [block.text for block in blocks if block.kind == "heading"]
    title = titled[1] if titled else headings[0] if headings else PurePosixPath(raw.name).stem
    return Document(raw.name, title, blocks, raw.metadata)


def _blocks(tokens: Sequence[Token], lines: list[str]) -> Iterator[Block]:
    opened = ""
    level = 0
    in_table = False
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield Block("code", token.content.rstrip("\n"))
        elif token.type == "table_open" and token.map:
            in_table = True
            yield Block("code", "\n".join(lines[token.map[0] : token.map[1]]).strip())
        elif token.type == "table_close":
            in_table = False
        elif token.type == "heading_open":
            opened, level = "heading", int(token.tag[1:])
        elif token.type == "inline" and not in_table:
            text = reflow(_plain(token))
            if text and opened == "heading":
                yield Block("heading", text, level)
            elif text:
                yield Block("text", text)
            opened = ""


def _plain(token: Token) -> str:
    """The words of a paragraph: no markup, no addresses, the alternative text of pictures."""
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
