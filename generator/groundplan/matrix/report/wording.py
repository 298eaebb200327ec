"""Text from tools and tests, made fit to be shown."""

import re

_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)?")
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Text without colours, and with what neither XML nor a terminal should be given as U+FFFD."""
    lines = _ESCAPE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", lines).strip("\n")


def cut(text: str, lines: int, characters: int, rest: str) -> str:
    """A text without its middle, if it is long, and where to find all of it.

    Its beginning says what was done, its end what came of it: both are kept.

    Args:
        text: What to cut.
        lines: How many lines are kept at most.
        characters: How many characters are kept at most, of its beginning and its end each.
        rest: Where the whole text stands.
    """
    held = text.rstrip().splitlines()
    end = lines // 3 if len(held) > lines else 0
    first, last = held[: lines - end], held[len(held) - end :]
    head, tail = "\n".join(first)[:characters], "\n".join(last)[-characters:]
    if not end and len(head) == len("\n".join(first)):
        return head
    return "\n".join(part for part in (head, f"… all of it in {rest} …", tail) if part)


def duration(seconds: float) -> str:
    """Seconds as a person says them: `8 s`, `2 min 5 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
