"""Text for a terminal: what it would obey, or hide, is written out instead.

Models, pages and files give control sequences that clear a screen or write to a clipboard, and
marks that turn the order of letters round. A person who approves something has to see what it is.
"""


def plain(text: str) -> str:
    """Return a text whose every character is seen; others but line feeds are as in Python code."""
    return "".join(one if one.isprintable() or one == "\n" else ascii(one)[1:-1] for one in text)
