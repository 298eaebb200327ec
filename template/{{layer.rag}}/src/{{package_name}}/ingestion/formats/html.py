"""Web pages, without what surrounds the text."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ..cleaning import normalise, reflow
from ..documents import Block, Document, Raw, Unreadable

_SURROUNDINGS = (
    "script, style, noscript, template, svg, iframe, form, button, nav, header, footer, aside, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [aria-hidden=true], "
    "[hidden]"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KEPT_AS_IS = {"pre", "table"}
_BREAKS = {"address", "article", "blockquote", "br", "dd", "details", "div", "dl", "dt"} | {
    "figure", "figcaption", "hr", "li", "main", "ol", "p", "section", "summary", "ul"
}  # fmt: skip


def parse(raw: Raw) -> Document:
    """Read the main part of a page: `main` or `article` where there is one, else the body."""
    if b"\0" in raw.content[:4096] and not raw.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(raw.name, "is binary, not a web page")
    soup = BeautifulSoup(raw.content, "html.parser")
    title = reflow(normalise(soup.title.get_text())) if soup.title else ""
    main = soup.find("main") or soup.find("article") or soup.body or soup
    if not isinstance(main, Tag):
        raise Unreadable(raw.name, "holds no page")
    headline = soup.h1.get_text() if soup.h1 else ""
    for part in main.select(_SURROUNDINGS):
        # The header of an article holds its headline; that of the page holds the logo.
        if part.name == "header" and part.h1:
            continue
        part.decompose()
    blocks = list(_blocks(main))
    title = title or reflow(normalise(headline)) or PurePosixPath(raw.name).stem
    return Document(raw.name, title, blocks, raw.metadata)


def _blocks(root: Tag) -> Iterator[Block]:
    pending: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            pending.append(piece)
            continue
        text = reflow(normalise("".join(pending)))
        if text:
            yield Block("text", text)
        pending = []
        if piece is not None:
            yield piece
    text = reflow(normalise("".join(pending)))
    if text:
        yield Block("text", text)


def _pieces(element: Tag) -> Iterator[str | Block | None]:
    """Runs of text, finished blocks, and None where a paragraph ends."""
    child: PageElement
    for child in element.children:
        if isinstance(child, Tag):
            yield from _tag(child)
        elif type(child) is NavigableString:
            yield str(child)


def _tag(tag: Tag) -> Iterator[str | Block | None]:
    if tag.name in _HEADINGS:
        text = reflow(normalise(tag.get_text(" ")))
        yield Block("heading", text, _HEADINGS[tag.name]) if text else None
    elif tag.name in _KEPT_AS_IS:
        text = _rows(tag) if tag.name == "table" else tag.get_text().strip("\n")
        yield Block("code", normalise(text)) if text.strip() else None
    elif tag.name in _BREAKS:
        yield None
        yield from _pieces(tag)
        yield None
    else:
        yield from _pieces(tag)


def _rows(table: Tag) -> str:
    rows = (
        " | ".join(reflow(cell.get_text(" ")) for cell in row.find_all(["th", "td"]))
        for row in table.find_all("tr")
    )
    return "\n".join(row for row in rows if row)
