"""An offer as it was read, with the provenance of each of its fields."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..foreign_text import one_line

Provenance = Literal["json-ld", "selector", "language model", "input"]


def _line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_line)]
LineOrNone = Annotated[str | None, BeforeValidator(lambda value: _line(value) or None)]


class Item(BaseModel):
    """What is offered, as far as it decides about the price; None is what nobody said.

    Its texts are others': each is kept as one line of what can be printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line = Field(min_length=1, max_length=300)
    category: LineOrNone = None
    brand: LineOrNone = None
    condition: LineOrNone = None
    year: int | None = Field(default=None, ge=1950, le=2100)


class Offer(Item):
    """An item for a price. `key` stays the same for as long as its address does.

    `price` is in `currency`, `euros` is the same in euros. The description is another's text: it
    reaches the language model as material, and nothing else.
    """

    key: str = Field(min_length=1, max_length=500)
    site: str
    address: str
    price: float = Field(gt=0, allow_inf_nan=False)
    currency: str = Field(pattern="^[A-Z]{3}$")
    euros: float = Field(gt=0, allow_inf_nan=False)
    description: Line = Field(default="", max_length=5000)
    available: bool = True
    provenance: dict[str, Provenance] = {}


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters."""
    return re.findall(r"\w+", text.casefold())


def likeness(offer: Offer) -> str:
    """Return what two offers of one and the same thing have in common, whoever shows them."""
    return f"{' '.join(sorted(words(offer.title)))} {offer.year} {round(offer.euros)}"


def contradiction(offer: Offer, categories: frozenset[str]) -> str:
    """Return a sentence where the title names another category than the offer bears, else ''."""
    if not offer.category:
        return ""
    named = categories & set(words(offer.title))
    if not named or offer.category in named:
        return ""
    return f"the title says {min(named)}, the category {offer.category}"
