"""The list of a site's offers, page by page: as much of it as can be had."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ..memory.database import MemoryUnusable
from ..offers.extraction import LayoutChanged
from .fetching import Fetcher
from .sites import Site
from .unfetched import Unfetched

# What to do about a site or a page that cannot be had: where, and why.
Miss = Callable[[str, Exception], None]


def read_list(
    site: Site, fetcher: Fetcher, until: float, most_pages: int, miss: Miss
) -> tuple[list[str], bool]:
    """Return the addresses of offers, and whether the list was read to its end.

    What stands against reading on is told to `miss`; what was found before it is kept.
    """
    place, seen, found = site.start, set[str](), dict[str, None]()
    try:
        while place and place not in seen:
            if len(seen) == most_pages:
                raise Unfetched(f"the list of {site.name} has more than {most_pages} pages")
            seen.add(place)
            page = BeautifulSoup(fetcher.fetch(place, until).html, "html.parser")
            found |= dict.fromkeys(_offers(page, place, site, miss))
            following = page.select_one(site.next) if site.next else None
            place = _target(place, following) if following else ""
    except MemoryUnusable:
        raise
    except Exception as error:
        miss(place, error)
        return list(found), False
    return list(found), True


def _offers(page: BeautifulSoup, place: str, site: Site, miss: Miss) -> list[str]:
    """Where the links to offers lead. Raises LayoutChanged."""
    links, targets = page.select(site.offer), list[str]()
    if not links and not (site.nothing and page.select_one(site.nothing)):
        raise LayoutChanged(
            f"{place} shows no offer where sites/{site.name}.toml looks for them: the layout "
            "has changed, bring the selectors up to date"
        )
    for link in links:
        try:
            targets.append(_target(place, link))
        except ValueError as error:
            miss(place, error)
    return [target for target in targets if target]


def _target(place: str, link: Tag) -> str:
    """Where a link leads, empty where that is another host. Raises ValueError."""
    target = urljoin(place, str(link.get("href", "")))
    if not target.isprintable():
        raise ValueError(f"a link to {target!r}")
    return target if urlsplit(target).netloc == urlsplit(place).netloc else ""
