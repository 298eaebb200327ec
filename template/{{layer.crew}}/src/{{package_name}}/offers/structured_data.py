"""What a page says of its offer as schema.org data (JSON-LD), which shops write for machines.

Source: https://schema.org/Product and https://schema.org/Offer.
"""

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from bs4 import BeautifulSoup

# The names of schema.org's conditions that a second-hand shop uses.
_CONDITIONS = {
    "NewCondition": "new",
    "RefurbishedCondition": "very good",
    "UsedCondition": None,
    "DamagedCondition": "defective",
}


def product(page: BeautifulSoup) -> dict[str, Any]:
    """Return the fields of the first product on a page that has a title; empty where none has.

    `price` and `currency` are texts, `available` a truth value. Several prices are all in the text.
    """
    for script in page.select('script[type="application/ld+json"]'):
        try:
            document = json.loads(script.get_text())
        except (RecursionError, ValueError):
            continue
        for thing in _things(document):
            if "Product" in _names(thing.get("@type")) and thing.get("name"):
                return {name: value for name, value in _fields(thing) if value not in (None, "")}
    return {}


def _things(document: object) -> Iterator[dict[str, Any]]:
    rest = [document]
    while rest:
        part = rest.pop()
        if isinstance(part, list):
            rest += reversed(part)
        elif isinstance(part, dict):
            yield part
            rest.append(part.get("@graph"))


def _fields(thing: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    offers = [one for one in _several(thing.get("offers")) if isinstance(one, dict)]
    offer = offers[0] if offers else {}
    condition = _last(offer.get("itemCondition") or thing.get("itemCondition"))
    brand = thing.get("brand")
    yield "title", _text(thing.get("name"))
    yield "category", _text(thing.get("category"))
    yield "brand", _text(brand.get("name") if isinstance(brand, dict) else brand)
    yield "condition", _CONDITIONS.get(condition, condition)
    yield "year", _text(thing.get("productionDate"))[:4]
    yield "description", _text(thing.get("description"))
    yield "price", " or ".join(dict.fromkeys(price for one in offers for price in _prices(one)))
    yield "currency", _text(offer.get("priceCurrency"))
    if availability := _last(offer.get("availability")):
        yield "available", availability in ("InStock", "LimitedAvailability", "OnlineOnly")


def _prices(offer: dict[str, Any]) -> Iterator[str]:
    """What an offer, or an AggregateOffer of several, says of its price."""
    said = [_amount(offer.get(name)) for name in ("price", "lowPrice", "highPrice")]
    yield from filter(None, said)


def _several(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(value: object) -> list[str]:
    return [_last(one) for one in _several(value)]


def _text(value: object) -> str:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip() if plain else ""


def _amount(value: object) -> str:
    """An amount: a text as it stands, a number with two digits of cents."""
    if isinstance(value, float):
        return f"{value:.2f}" if isfinite(value) else ""
    return _text(value)


def _last(value: object) -> str:
    """The name at the end of an address such as https://schema.org/InStock."""
    return _text(value).rpartition("/")[2]
