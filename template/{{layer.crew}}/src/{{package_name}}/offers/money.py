"""Amounts as people write them, and what they are in euros."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field

from ..rules import load_rules

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "CHF": "CHF", "KR": "SEK"}
_AMOUNT = re.compile(r"\d[\d.,'\u00a0\u202f ]*")
_NAME = re.compile(r"\b[A-Z]{3}\b")


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


def parse_amount(text: str) -> tuple[float, str] | None:
    """Return amount and currency of a text such as "1.250,00 €", or None where it names none.

    The last of point and comma is the decimal sign, unless three digits follow it.
    """
    found = _AMOUNT.search(text)
    if found is None:
        return None
    digits = re.sub(r"[^\d.,]", "", found[0]).strip(".,")
    whole, sign, cents = digits, "", ""
    for candidate in ".,":
        if digits.rfind(candidate) > digits.rfind(sign or "x"):
            sign = candidate
    if sign:
        whole, _, cents = digits.rpartition(sign)
        if len(cents) == 3:
            whole, cents = whole + cents, ""
    amount = float(f"{re.sub('[.,]', '', whole)}.{cents or 0}")
    around = text[: found.start()] + " " + text[found.end() :]
    named = _NAME.search(around)
    currency = next((name for sign, name in _SIGNS.items() if sign in around.upper()), None)
    return amount, currency or (named[0] if named else "")
