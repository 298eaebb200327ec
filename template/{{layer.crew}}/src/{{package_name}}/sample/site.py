"""The pages of the sample's site: three shops on one host, each with a layout of its own.

`alder` writes schema.org data, `birch` plain markup with European numbers, and `cedar` changes its
layout at the second visit, as sites do.
"""

import json
from html import escape
from pathlib import Path
from string import Template

from .market import Listing, Market

PER_PAGE = 6
ROBOTS = "User-agent: *\nDisallow: /reserved/\nCrawl-delay: 0\n"
_PAGES = Path(__file__).parent / "pages"


class SampleSite:
    """What the site shows at a visit, which whoever holds it counts up."""

    def __init__(self, market: Market, visit: int = 1) -> None:
        self._market = market
        self.visit = visit

    def page(self, path: str) -> str | None:
        """Return the page at a path such as /alder/ or /birch/101, or None."""
        if path == "/robots.txt":
            return ROBOTS
        shop, _, rest = path.strip("/").partition("/")
        if shop not in ("alder", "birch", "cedar"):
            return None
        layout = "cedar-new" if shop == "cedar" and self.visit > 1 else shop
        listings = self.listings(shop)
        if not rest or rest.startswith("page-"):
            return _list(layout, shop, listings, int(rest.removeprefix("page-") or 1))
        found = next((one for one in listings if str(one.number) == rest), None)
        return _offer(layout, found) if found else None

    def listings(self, shop: str) -> list[Listing]:
        """Return what a shop offers at this visit; a copy stands in another shop."""
        return [one for one in self._market.listings(self.visit) if shop_of(one) == shop]


def shop_of(listing: Listing) -> str:
    """Return which shop shows an offer."""
    if listing.kind in ("mislabelled", "expired"):
        return "alder"
    if listing.kind in ("foreign", "unknown currency", "no price", "copy"):
        return "birch"
    return ("alder", "alder", "birch", "alder", "cedar")[listing.number % 5]


def _list(layout: str, shop: str, listings: list[Listing], number: int) -> str:
    here = listings[(number - 1) * PER_PAGE : number * PER_PAGE]
    entries = [
        f'<li class="offer"><a href="/{shop}/{one.number}">{escape(one.bicycle.title)}</a></li>'
        for one in here
    ]
    # A page that robots are asked to leave alone, among those that they may visit.
    entries += [f'<li class="offer"><a href="/reserved/{shop}">reserved</a></li>']
    following = number * PER_PAGE < len(listings)
    text = "\n".join(entries) if here else '<p class="nothing">There is nothing here.</p>'
    if layout == "cedar-new":
        text = text.replace('class="offer"', 'class="tile"').replace("nothing", "empty")
    more = f'<a rel="next" href="/{shop}/page-{number + 1}">more</a>' if following else ""
    return _filled("list", shop=shop, entries=text, more=more)


def _offer(layout: str, listing: Listing) -> str:
    price = "on request" if listing.kind == "no price" else _price(layout, listing)
    return _filled(
        layout,
        title=escape(listing.bicycle.title),
        data=_structured(listing),
        price=price,
        category=escape(listing.category),
        brand=escape(listing.bicycle.brand),
        condition=escape(listing.condition),
        year=listing.year,
        sold='<p class="sold">sold</p>' if listing.kind == "expired" else "",
        description=escape(listing.description),
    )


def _price(layout: str, listing: Listing) -> str:
    whole = f"{listing.price:,.0f}"
    if layout == "birch":
        return f"{whole.replace(',', '.')},00 {listing.currency}"
    return f"{listing.currency} {whole}.00"


def _structured(listing: Listing) -> str:
    """The offer as schema.org data; `<` is written so that no text can end the script."""
    state = "SoldOut" if listing.kind == "expired" else "InStock"
    document = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.bicycle.title,
        "category": listing.category,
        "brand": {"@type": "Brand", "name": listing.bicycle.brand},
        "itemCondition": listing.condition,
        "productionDate": listing.year,
        "description": listing.description,
        "offers": {
            "@type": "Offer",
            "price": f"{listing.price:.2f}",
            "priceCurrency": listing.currency,
            "availability": f"https://schema.org/{state}",
        },
    }
    return json.dumps(document, indent=1).replace("<", "\\u003c")


def _filled(name: str, **values: str) -> str:
    return Template((_PAGES / f"{name}.html").read_text(encoding="utf-8")).substitute(values)
