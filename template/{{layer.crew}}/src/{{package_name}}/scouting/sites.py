"""Sites are data: a file in `sites/` says where a shop begins and where its pages show what."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field
from soupsieve import SelectorSyntaxError, compile

from ..rules import Faulty, load_rules

FieldName = Literal[
    "title", "price", "currency", "category", "brand", "condition", "year", "description"
]


class Site(BaseModel):
    """A shop, whose first list of offers is at `start`.

    `offer`, `next`, `nothing` and `sold` are CSS selectors: the links to offers, the link to the
    next page, what a list without offers shows, and what an offer that is gone shows. `currency`
    is what an amount is in that names none, or a sign of several ("$", "kr"); `decimal` is the sign
    before cents, where the site's numbers could be read in two ways.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    start: str = Field(pattern="^https?://")
    offer: str
    next: str = ""
    nothing: str = ""
    sold: str = ""
    currency: str = Field(default="", pattern="^([A-Z]{3})?$")
    decimal: Literal["", ".", ","] = ""
    fields: dict[FieldName, str] = {}


def load_sites(folder: Path) -> list[Site]:
    """Read every file of a folder. Raises Faulty."""
    sites = [_load(path) for path in sorted(folder.glob("*.toml"))]
    if not sites:
        raise Faulty(f"{folder} holds no site: write one, as README.md shows")
    return sites


def _load(path: Path) -> Site:
    site = load_rules(path, Site, name=path.stem)
    try:
        urlsplit(site.start)
        for selector in (site.offer, site.next, site.nothing, site.sold, *site.fields.values()):
            compile(selector or "*")
    except (SelectorSyntaxError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise Faulty(f"{path} cannot be used: {reason}") from error
    return site
