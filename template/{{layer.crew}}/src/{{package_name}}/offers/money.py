"""Amounts as people write them, and what they are in euros.

What could be read in two ways is not guessed at: a wrong price is worse than none.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field

from ..rules import load_rules
from .currencies import NoAmount, currency_of

# Between thousands: spaces, also such as do not break, and apostrophes, straight or not.
_GROUPS = " \u00a0\u202f'\u2019"
_NUMBER = re.compile(rf"(?P<minus>(?<!\S)[-\u2212]\s?)?\d+(?:[.,]\d+|[{_GROUPS}]\d\d\d(?!\d))*")
# What makes another number of the one before it: a thousand times as much, or a share.
_SCALED = re.compile(r"\s?(?:k|m|mio|mn|tsd|mill?ions?|thousand)(?![^\W\d])", re.IGNORECASE)
_SHARE = re.compile(r"\s?%")


class UnknownCurrency(ValueError):
    """There is no rate for a currency; the message says which."""


class Rates(BaseModel):
    """Euros for one unit of each currency on a day."""

    day: date
    source: str
    euros: Mapping[str, float] = Field(min_length=1)

    def convert(self, amount: float, currency: str) -> float:
        """Return an amount in euros. Raises UnknownCurrency."""
        if currency not in self.euros:
            raise UnknownCurrency(f"there is no exchange rate for {currency} in rates.toml")
        return round(amount * self.euros[currency], 2)


def load_rates(path: Path) -> Rates:
    """Read exchange rates. Raises Faulty."""
    return load_rules(path, Rates)


def parse_amount(text: str, decimal: str = "", usual: str = "") -> tuple[float, str]:
    """Return amount and currency of a text such as "1.250,00 €"; an empty text names none.

    `decimal` is the sign before cents; where it is not known, it is the last of point and comma,
    unless three digits follow it. `usual` is the currency of an amount that names none, or a sign
    that several have. Raises NoAmount.
    """
    numbers = [one for one in _NUMBER.finditer(text) if not _SHARE.match(text, one.end())]
    if not numbers:
        raise NoAmount("names no price")
    if any(one["minus"] or _SCALED.match(text, one.end()) for one in numbers):
        raise NoAmount("names no price that could be read")
    amounts = {_number(one[0], decimal) for one in numbers}
    if len(amounts) > 1:
        raise NoAmount("names several amounts")
    return amounts.pop(), currency_of(_NUMBER.sub(" ", text), usual)


def machine_number(text: str, decimal: str = "") -> float | None:
    """Return a number that a machine wrote, such as 1250.000; None for any other text.

    Raises NoAmount for 1.250, which is one or a thousand times as much, unless `decimal` is known.
    """
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        if not decimal:
            raise NoAmount(
                "can be read in two ways: say which sign is `decimal` in the site's file"
            )
        text = text if decimal == "." else text.replace(".", "")
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _number(digits: str, decimal: str) -> float:
    """The number that is meant by digits with points, commas and other signs between them."""
    digits = re.sub(f"[{_GROUPS}]", "'", digits)
    sign = decimal or _decimal(digits)
    whole, _, cents = digits.partition(sign) if sign else (digits, "", "")
    grouped = re.fullmatch(r"\d+|\d{1,3}([.,']\d{3})+", whole)
    if not grouped or (cents and not cents.isdecimal()):
        raise NoAmount("names no price that could be read")
    return float(re.sub(r"\D", "", whole) + "." + (cents or "0"))


def _decimal(digits: str) -> str:
    """The sign before cents: the last of point and comma, unless it stands between thousands."""
    sign = max(".,", key=digits.rfind)
    if sign not in digits:
        return ""
    whole, _, last = digits.rpartition(sign)
    other = "," if sign == "." else "."
    if other in whole:
        return sign
    thousands = len(last) == 3 and whole.strip("0") != ""
    return "" if sign in whole or thousands else sign
