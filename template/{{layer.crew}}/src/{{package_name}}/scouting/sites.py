"""Sites are data: a file in `sites/` says where a shop begins and where its pages show what."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from soupsieve import SelectorSyntaxError, compile

from ..rules import Faulty

FieldName = Literal[
    "title", "price", "currency", "category", "brand", "condition", "year", "description"
]


class Site(BaseModel):
    """A shop, whose first list of offers is at `start`.

    `offer`, `next`, `nothing` and `sold` are CSS selectors: the links to offers, the link to the
    next page, what a list without offers shows, and what an offer that is gone shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    start: str = Field(pattern="^https?://")
    offer: str
    next: str = ""
    nothing: str = ""
    sold: str = ""
    fields: dict[FieldName, str] = {}


def load_sites(folder: Path) -> list[Site]:
    """Read every file of a folder. Raises Faulty."""
    sites = [_load(path) for path in sorted(folder.glob("*.toml"))]
    if not sites:
        raise Faulty(f"{folder} holds no site: write one, as README.md shows")
    return sites


def _load(path: Path) -> Site:
    try:
        site = Site(name=path.stem, **tomllib.loads(path.read_text(encoding="utf-8")))
        for selector in (site.offer, site.next, site.nothing, site.sold, *site.fields.values()):
            compile(selector or "*")
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise Faulty(f"{path} cannot be used: {place}: {fault['msg']}") from error
    except (OSError, TypeError, ValueError, SelectorSyntaxError) as error:
        reason = str(error).partition("\n")[0]
        raise Faulty(f"{path} cannot be used: {reason}") from error
    return site
