"""From bytes to blocks: one module per format, each with a function `parse`.

To read another format, add a module and name its suffixes and media types here.
"""

from collections.abc import Callable

from ..documents import Document, Raw, Unreadable
from . import html, markdown, pdf, text

PARSERS: dict[str, Callable[[Raw], Document]] = {
    "markdown": markdown.parse,
    "text": text.parse,
    "html": html.parse,
    "pdf": pdf.parse,
}
SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
MEDIA_TYPES = {
    "text/markdown": "markdown",
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
}


def parse(raw: Raw) -> Document:
    """Read one document. Raises Unreadable where nothing in it can be used."""
    if not raw.content.strip():
        raise Unreadable(raw.name, "is empty")
    document = PARSERS[raw.kind](raw)
    if not any(block.kind != "heading" and block.text.strip() for block in document.blocks):
        raise Unreadable(raw.name, "holds no text (a scan needs character recognition first)")
    return document
