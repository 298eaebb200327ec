"""Text of others: without what would move a cursor, forge a line, or be no text at all."""


def one_line(text: str) -> str:
    """Return a text as one line of what can be printed; all else is taken for a space."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def shown(text: str) -> str:
    """Return a text in which what cannot be printed stands as an escape sequence."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
