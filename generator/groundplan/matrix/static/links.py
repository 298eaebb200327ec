"""Links of Markdown files within the repository."""

import functools
import posixpath
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts


@functools.cache
def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The addresses that a page links to, and its anchors as GitHub names them."""
    links, anchors, seen = [], set(), Counter[str]()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        for child in token.children or []:
            target = child.attrGet("href") or child.attrGet("src")
            if target:
                links.append(str(target))
        if before is not None and before.type == "heading_open":
            words = "".join(child.content for child in token.children or [])
            slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return tuple(links), frozenset(anchors)


def links(render: Render) -> list[str]:
    """Every link to a file or a heading of the repository leads somewhere."""
    files = texts(render.folder)
    folders = {"."} | {
        "/".join(name.split("/")[:depth])
        for name in files
        for depth in range(1, name.count("/") + 1)
    }
    faults = []
    for page in (name for name in files if name.endswith(".md")):
        for link in _read(files[page])[0]:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = page
            if address.path:
                beside = posixpath.join(posixpath.dirname(page), unquote(address.path))
                target = posixpath.normpath(beside)
            if target not in files and target not in folders:
                faults.append(f"{page}: the link {link} leads nowhere")
            elif (
                address.fragment
                and target.endswith(".md")
                and unquote(address.fragment) not in _read(files[target])[1]
            ):
                faults.append(f"{page}: the link {link} names no heading")
    return faults
