"""Keys that come back in an answer, in whatever spelling, are hidden from whoever reads it."""

import re
from html import escape
from urllib.parse import parse_qsl, urlsplit

# One character as JSON, an address or a page may spell it.
_MOST = 12
_NAMED = re.compile(r"key|token|secret|auth|pass|sig", re.IGNORECASE)
# The value of `format=json` or `count=10` is none.
_NO_KEY = re.compile(r"[A-Za-z,_-]{1,19}|\d{1,5}")


class Keys:
    """Some keys. `longest` is how many characters of an answer one of them can take."""

    def __init__(self, *keys: str) -> None:
        known = sorted(filter(None, keys), key=len, reverse=True)
        self.longest = _MOST * len(known[0]) if known else 0
        spelt = ("".join(map(_spellings, key)) for key in known)
        self._pattern = re.compile("|".join(spelt)) if known else None

    def hidden(self, text: str) -> str:
        """Return the text with `[key]` in the place of each key."""
        return self._pattern.sub("[key]", text) if self._pattern else text


def keys_in(address: str) -> list[str]:
    """Return what may be a key in an address: its password, and values of its query."""
    parts = urlsplit(address)
    return [parts.password or ""] + [
        value
        for name, value in parse_qsl(parts.query)
        if "{query}" not in value and (_NAMED.search(name) or not _NO_KEY.fullmatch(value))
    ]


def _spellings(character: str) -> str:
    octets = "".join(f"%{octet:02x}" for octet in character.encode(errors="replace"))
    code = ord(character)
    forms = [
        # A backslash is written before it, once or more often where JSON holds JSON.
        rf"\\{{0,4}}(?:{re.escape(character)}|(?i:u{code:04x}))",
        octets,
        rf"&#(?:{code}|x{code:x});",
        re.escape(escape(character)),
    ]
    return f"(?:{forms[0]}|(?i:{'|'.join(forms[1:])}))"


NO_KEYS = Keys()
