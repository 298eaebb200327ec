"""Bytes to text, refusing what is not text."""

import codecs

from ..cleaning import normalise
from ..documents import Raw, Unreadable


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
