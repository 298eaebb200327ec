"""Personal data and keys give way to placeholders, and come back into the answer of their owner.

Found are only things of a known shape, with their check digits where they have some: nothing here
knows names, addresses or birthdays, which no small model finds reliably. A question loses what a
stranger could misuse; it is not anonymous.

Telephone numbers are found by Google's library (phonenumbers, Apache 2.0), check digits verified by
python-stdnum (LGPL 2.1 or later), of which `stdnum` has modules for many more countries.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address

import phonenumbers
from stdnum import iban, luhn
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.it import codicefiscale
from stdnum.pl import pesel
from stdnum.us import ssn

from .exchange import PLACEHOLDER, Exchange

_SHORTEST_ADDRESS = 4


def _any(_: str) -> bool:
    return True


def _is_card(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return len(set(digits)) > 1 and luhn.is_valid(digits)


def _is_address(text: str) -> bool:
    # A slice such as x[1::2] is too short; so is the loopback address, which betrays nothing.
    if sum(character.isalnum() for character in text) < _SHORTEST_ADDRESS:
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(text, check_country=False))


# Tokens whose makers gave them a prefix, so that they can be found.
_TOKENS = (
    r"sk-[\w-]{20,}|gh[pousr]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{35}|hf_[A-Za-z0-9]{30,}|[rs]k_(?:live|test)_\w{16,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|npm_\w{36}|pypi-[\w-]{50,}|SG\.[\w-]{16,}\.[\w-]{16,}"
)
_EMAIL = r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
_PRIVATE_KEY = r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"

# How something is written, and whether what is written so is one. What is found is not looked at
# again, so the order matters.
_KINDS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("KEY", _PRIVATE_KEY, _any),
    ("KEY", rf"(?<![\w-])(?:{_TOKENS})(?![\w-])", _any),
    ("KEY", r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)", _any),
    ("EMAIL", _EMAIL, _any),
    ("IBAN", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _is_iban),
    ("CARD", r"(?<![\d.-])(?:\d[ -]?){12,18}\d(?![\d.-]?\d)", _is_card),
    ("IP", r"(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w:]|\.\d)", _is_address),
    ("IP", r"(?<![\w.:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])", _is_address),
    ("ID", r"\b[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]\b", codicefiscale.is_valid),
    ("ID", r"\b\d{8}[ -]?[A-Z]\b", dni.is_valid),
    ("ID", r"\b[XYZ][ -]?\d{7}[ -]?[A-Z]\b", nie.is_valid),
    ("ID", r"\b[12](?: ?\d\d){2} ?(?:\d\d|2[AB])(?: ?\d{3}){2} ?\d\d\b", nir.is_valid),
    ("ID", r"(?<![+\w])\d{11}\b", pesel.is_valid),
    ("ID", r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])", ssn.is_valid),
    # Not behind a country code, where it is a telephone number.
    ("ID", r"(?<![\d-])(?<!\+\d )(?<!\+\d\d )\d{3} \d{3} \d{4}(?![\d-])", nhs.is_valid),
)


class Redaction:
    """Withholds what is personal. Closed: while it fails, nothing leaves."""

    name = "redaction"
    closed = True

    def __init__(self, region: str) -> None:
        """`region` is where a telephone number without a country code is from: US, DE."""
        self._region = region

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with placeholders in its texts, the same for the same value."""
        withheld = self._withheld([exchange.question, *exchange.passages])
        for placeholder, value in withheld.items():
            if placeholder != value:
                exchange = exchange.found(self.name, kind_of(placeholder))
        question, *passages = (
            hidden(text, withheld) for text in (exchange.question, *exchange.passages)
        )
        return replace(exchange, question=question, passages=tuple(passages), withheld=withheld)

    def _withheld(self, texts: Sequence[str]) -> dict[str, str]:
        """What is personal in texts, each under the placeholder for all of its places."""
        # What looks like a placeholder already is a text like any other, and gets none's value.
        held = {match: match for text in texts for match in PLACEHOLDER.findall(text)}
        given = set(held.values())
        for name, value in (found for text in texts for found in self._found(text)):
            if value not in given:
                number = 1
                while (placeholder := f"[{name}_{number}]") in held:
                    number += 1
                held[placeholder] = value
                given.add(value)
        return held

    def _found(self, text: str) -> Iterator[tuple[str, str]]:
        """Each thing found; a blank of the same length takes its place for the kinds behind."""
        for name, pattern, is_one in _KINDS:
            for match in re.finditer(pattern, text):
                if is_one(match[0]):
                    yield name, match[0]
                    text = text[: match.start()] + "\n" * len(match[0]) + text[match.end() :]
        for number in phonenumbers.PhoneNumberMatcher(text, self._region):
            yield "PHONE", number.raw_string


def hidden(text: str, withheld: Mapping[str, str]) -> str:
    """Return a text with placeholders where what is withheld stood."""
    for placeholder, value in sorted(withheld.items(), key=lambda one: -len(one[1])):
        text = text.replace(value, placeholder)
    return text


def kind_of(placeholder: str) -> str:
    """Return what a placeholder stands for: email, card."""
    return placeholder[1:].rpartition("_")[0].lower()


class Restoration:
    """Puts what was withheld back into the answer. Open: placeholders betray nothing."""

    name = "restoration"
    closed = False

    def withholds(self, exchange: Exchange) -> bool:
        """No answer is kept back."""
        return False

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its answer restored."""
        return replace(exchange, answer=exchange.restored(exchange.answer))
