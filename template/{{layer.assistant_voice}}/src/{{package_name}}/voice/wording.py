"""What of an answer can be said: its words, without the Markdown, and not longer than asked for."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

CODE = "Then comes code, which stands on the screen."
REST = "The rest stands on the screen."
_ADDRESS = re.compile(r"\b\w+://\S+")
_END = re.compile(r"[.!?…][\"'”)]*(?=\s|$)")
_SAID = {"text", "code_inline"}


def sayable(answer: str, most: int) -> str:
    """Return an answer as it is spoken, in at most so many characters; empty: it has no word.

    One that is longer is cut after a sentence, or after a word where its first has no end.
    """
    lines = [_line(token) for token in MarkdownIt().enable("table").parse(answer)]
    text = " ".join(line for line in lines if line)
    if len(text) <= most:
        return text
    room = most - len(REST) - 1
    ends = [found.end() for found in _END.finditer(text[: room + 1]) if found.end() <= room]
    cut = ends[-1] if ends else text.rfind(" ", 0, room)
    return f"{text[: cut if cut > 0 else room].rstrip()} {REST}"


def _line(token: Token) -> str:
    """What is said of a block; one that ends without a stop gets one, so that there is a pause."""
    if token.type in ("fence", "code_block"):
        return CODE
    parts = [_word(child) for child in token.children or []]
    line = " ".join(_ADDRESS.sub("a link", "".join(parts)).split())
    if not re.search(r"\w", line):
        return ""
    return line if line[-1] in ".!?…:;" else f"{line}."


def _word(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return token.content
    return token.content if token.type in _SAID else ""
