"""From a page to an offer: structured data where there is any, else selectors, else the model."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from pydantic import ValidationError

from ..scouting.sites import Site
from .currencies import NoAmount, currency_of
from .money import Rates, UnknownCurrency, machine_number, parse_amount
from .offer import Offer, Provenance
from .structured_data import product

REQUIRED = ("title", "price")
OPTIONAL = ("category", "brand", "condition", "year")
_LONGEST = 5000

# Given the text of a page and the fields that are missing, what a language model finds of them.
Reader = Callable[[str, tuple[str, ...]], dict[str, str]]


class LayoutChanged(ValueError):
    """A page does not show what the site's selectors look for; nothing is guessed."""


class NotAnOffer(ValueError):
    """A page shows no offer that could be priced; the message says why."""


def offer_key(site: str, address: str) -> str:
    """Return what an offer is called in all rounds: its site, and its address without the host."""
    return f"{site}:{address.partition('://')[2].partition('/')[2]}"


def extract(address: str, html: str, site: Site, rates: Rates, read: Reader | None = None) -> Offer:
    """Return the offer on a page, each field with where it was found.

    What neither structured data nor selectors give is asked of `read`, where there is one.
    Raises LayoutChanged or NotAnOffer.
    """
    page = BeautifulSoup(html, "html.parser")
    found = _known(page, site)
    missing = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in found)
    if read and missing:
        text = page.get_text(" ", strip=True)[:_LONGEST]
        found |= {name: (value, "language model") for name, value in read(text, missing).items()}
    if absent := [name for name in REQUIRED if name not in found]:
        raise LayoutChanged(
            f"{address} shows no {' and no '.join(absent)} where sites/{site.name}.toml looks "
            "for it: the layout has changed, bring the selectors up to date"
        )
    return _offer(address, site, rates, found)


def _known(page: BeautifulSoup, site: Site) -> dict[str, tuple[Any, Provenance]]:
    """What the page says in a form that was agreed upon: never a guess."""
    found: dict[str, tuple[Any, Provenance]] = {
        name: (value, "json-ld") for name, value in product(page).items()
    }
    for name, selector in site.fields.items():
        element = page.select_one(selector)
        text = element.get_text(" ", strip=True) if element else ""
        if name not in found and text:
            found[name] = (text, "selector")
    if "available" not in found and site.sold and page.select_one(site.sold):
        found["available"] = (False, "selector")
    return found


def _money(address: str, site: Site, found: dict[str, tuple[Any, Provenance]]) -> tuple[float, str]:
    """Amount and currency of the price that was found. Raises NotAnOffer."""
    (price, source), given = found["price"], str(found.get("currency", ("",))[0])
    try:
        number = machine_number(str(price), site.decimal) if source == "json-ld" else None
        if number is None:
            amount, currency = parse_amount(str(price), site.decimal, site.currency)
        else:
            amount, currency = number, site.currency
        if given:
            currency = currency_of(given.upper() if len(given) == 3 else given, site.currency)
    except NoAmount as error:
        raise NotAnOffer(f"{address} {error}: {price!r}") from error
    if not currency:
        raise NotAnOffer(f"{address} names no currency: {price!r}")
    return amount, currency


def _offer(
    address: str, site: Site, rates: Rates, found: dict[str, tuple[Any, Provenance]]
) -> Offer:
    values = {name: value for name, (value, _) in found.items()}
    amount, currency = _money(address, site, found)
    year = str(values.pop("year", "") or "")
    for name in ("category", "condition"):
        if name in values:
            values[name] = str(values[name]).casefold()
    values["description"] = str(values.get("description", ""))[:_LONGEST]
    try:
        return Offer(
            **values
            | {
                "key": offer_key(site.name, address),
                "site": site.name,
                "address": address,
                "price": amount,
                "currency": currency,
                "euros": rates.convert(amount, currency),
                "year": int(year) if year.isdecimal() and len(year) == 4 else None,
                "provenance": {name: source for name, (_, source) in found.items()},
            }
        )
    except (UnknownCurrency, ValidationError) as error:
        reason = error if isinstance(error, UnknownCurrency) else error.errors()[0]["msg"]
        raise NotAnOffer(f"{address} cannot be priced: {reason}") from error
