"""Bytes to clean text: one form of Unicode, no invisible characters, whole words."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from .documents import Raw, Unreadable

# Only ligatures are taken apart: full compatibility normalisation would turn 2² into 22.
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_BROKEN_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_REPEATED_ON = 0.6
_EDGE_LINES = 2


def decode(raw: Raw) -> str:
    """Return the cleaned text of a UTF-8 or UTF-16 document. Raises Unreadable."""
    utf16 = raw.content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in raw.content and not utf16:
        raise Unreadable(raw.name, "is binary, not text")
    try:
        return normalise(raw.content.decode("utf-16" if utf16 else "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(
            raw.name, f"is not UTF-8 text (byte {error.start}): save it as UTF-8"
        ) from error


def normalise(text: str) -> str:
    """Return the text in Unicode form C, with plain spaces and line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return unicodedata.normalize("NFC", text)


def join_broken_words(text: str) -> str:
    """Undo the hyphenation at line ends that a page layout made."""
    return _BROKEN_WORD.sub("", text)


def reflow(text: str) -> str:
    """Return a paragraph as one line."""
    return " ".join(text.split())


def without_running_heads(pages: Sequence[str]) -> list[str]:
    """Remove the lines at the top and bottom that most pages share, page numbers included.

    Needs three pages or more to tell a running head from a title.
    """
    if len(pages) < 3:
        return list(pages)
    split = [page.splitlines() for page in pages]
    seen: Counter[str] = Counter()
    for lines in split:
        seen.update({_shape(lines[number]) for number in _edges(lines)})
    repeated = {shape for shape, count in seen.items() if count >= _REPEATED_ON * len(pages)}
    return ["\n".join(_body(lines, repeated)) for lines in split]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _edges(lines: list[str]) -> set[int]:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}


def _body(lines: list[str], repeated: set[str]) -> list[str]:
    edges = _edges(lines)
    return [
        line
        for number, line in enumerate(lines)
        if not (number in edges and _shape(line) in repeated)
    ]
