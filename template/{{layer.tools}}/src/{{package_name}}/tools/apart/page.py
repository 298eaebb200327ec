"""The text of a web page: one pass over it, whatever it looks like, and no tree."""

from collections import Counter
from contextlib import suppress
from html.parser import HTMLParser

_SURROUNDINGS = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "aside", "form"]
)
_BLOCKS = frozenset(
    [
        "p",
        "li",
        "tr",
        "pre",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "section",
        "br",
        "dt",
        "dd",
        "main",
        "article",
        "ul",
        "ol",
    ]
)
_CELLS = frozenset(("td", "th"))
_WITHOUT_END = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


def work(html: str) -> str:
    """Return title and main part of a page, a line for each paragraph."""
    reader = _Reader()
    # What Python's parser makes nothing of is a page that ends there.
    with suppress(AssertionError):
        reader.feed(html)
        reader.close()
    lines = (" ".join(line.split()) for line in reader.main.splitlines())
    return "\n".join(line for line in [" ".join(reader.title.split()), *lines] if line)


class _Reader(HTMLParser):
    """Collects texts. An end closes what was opened last under its name, and all within."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        # How deep the element lies that nothing is read in, or a part; 0 where there is none.
        self._hidden = 0
        self._parts = {"main": 0, "article": 0}
        self._texts: dict[str, list[str]] = {"title": [], "main": [], "article": [], "page": []}

    @property
    def title(self) -> str:
        """The page's title."""
        return "".join(self._texts["title"])

    @property
    def main(self) -> str:
        """The main part; where there is none, an article; where there is none, all of it."""
        texts = ("".join(self._texts[part]) for part in ("main", "article", "page"))
        return next((text for text in texts if text.strip()), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self._separate(tag)
        if tag in _WITHOUT_END:
            return
        self._open.append(tag)
        self._count[tag] += 1
        if not self._hidden and (
            tag in _SURROUNDINGS or any(name == "hidden" for name, _ in attrs)
        ):
            self._hidden = len(self._open)
        elif not self._parts.get(tag, 1) and not self._texts[tag]:
            self._parts[tag] = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, if one of this name is open."""
        self._separate(tag)
        while self._count[tag]:
            last = self._open.pop()
            self._count[last] -= 1
            if last == tag:
                break
        depth = len(self._open)
        self._hidden *= self._hidden <= depth
        for part, began in self._parts.items():
            self._parts[part] = began * (began <= depth)
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        """Keep a text, where it is one to be read."""
        if self._hidden:
            return
        if self._open and self._open[-1] == "title":
            self._texts["title"].append(data)
            return
        self._texts["page"].append(data)
        for part, began in self._parts.items():
            if began:
                self._texts[part].append(data)

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _CELLS:
            self.handle_data("\n" if tag in _BLOCKS else " ")
