"""Where one sentence ends and the next begins, and whether it denies something."""

import re

# Quotation marks and brackets belong to the sentence that they close or open.
_SENTENCE_END = re.compile(
    "(?:(?<=[.!?])|(?<=[.!?][\"')\u201d\u2019]))\\s+(?=[\"'(\u201c\u2018A-Z0-9])"
)
_DENIAL = re.compile(
    r"\b(?:not|cannot|never|no|none|nobody|nothing|neither|nor|without|unable|refuses?)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Cut a paragraph between its sentences."""
    return [part for part in _SENTENCE_END.split(text) if part]


def denies(text: str) -> bool:
    """Return whether a text holds a word that denies: not, never, without."""
    return _DENIAL.search(text) is not None
