"""Currencies as people write them: by code, by sign, or by a sign that several have."""

import re

# Source: ISO 4217, the list of 2025, without funds and metals.
_TABLE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_CODES = frozenset(_TABLE.split())
_CODE = re.compile(r"(?<![^\W\d])[A-Z]{3}(?![^\W\d])")
# A sign of several currencies ("kr", "¥") is none of them unless the site says which it means.
_SIGNS = {"€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "£": "GBP", "$": "USD"} | {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "r$": "BRL", "mx$": "MXN", "nt$": "TWD", "₹": "INR", "₩": "KRW", "₺": "TRY",
    "₽": "RUB", "₪": "ILS", "₫": "VND", "₴": "UAH", "฿": "THB", "₦": "NGN", "₱": "PHP",
}  # fmt: skip
_SHARED = ("$", "kr", "¥")
_SIGN = re.compile(
    r"(?<![^\W\d])(?:[A-Z]{0,3}\$|[€£¥₹₩₺₽₪₫₴฿₦₱]|euros?|eur|kr)(?![^\W\d])", re.IGNORECASE
)


class NoAmount(ValueError):
    """A text names no amount of money, or not one alone; the message says what is wrong."""


def currency_of(text: str, usual: str = "") -> str:
    """Return the currency that a text names; a code goes before a sign. Raises NoAmount."""
    codes: list[str] = _CODE.findall(text)
    known = {code for code in codes if code in _CODES}
    if len(known) > 1:
        raise NoAmount("names several currencies")
    if known:
        return known.pop()
    signs = {one.lower() for one in _SIGN.findall(text)}
    named = {usual if usual and sign in _SHARED else _SIGNS.get(sign, "") for sign in signs}
    if len(named) > 1:
        raise NoAmount("names several currencies")
    return next(iter(named), "") if named else (codes[0] if codes else usual)
