"""What the rules understand of pictures: which one is meant, and what is to be done with it."""

import re
from typing import Any

from ..planning.requests import Asked, Caught, Rule

# Questions that are asked of pictures, and of little else.
_ASKED = (
    r"^((?:what|which|how)\b.*\b(?:colou?rs?|large|big|wide|tall|high|bright|dark|size)\b.*?)"
    r"\b(?:it|this|that)\b"
)
MARK = re.compile(r"\[(picture-\d{1,4}): PNG, \d+ x \d+\]")


def addressed(question: str, past: str = "") -> str:
    """Return the question with the name of the picture that it means, and without marks."""
    names = MARK.findall(f"{past}\n{question}")
    words = MARK.sub("", question).strip()
    if not names:
        return question
    last = names[-1]
    if not words:
        return f"Describe {last}"
    named = re.sub(r"\b(?:the|this|that|my) (?:picture|image|photo)\b", last, words, flags=re.I)
    if MARK.search(question) and named == words:
        named = re.sub(r"\b(?:this|it)\b", last, words, count=1)
    verbs = r"^((?:please )?(?:describe|make|turn|rotate|resize|crop)) (?:it|this|that)\b"
    named = re.sub(verbs, rf"\1 {last}", named, flags=re.I)
    return re.sub(_ASKED, rf"\1{last}", named, flags=re.I)


def _described(caught: Caught) -> list[Asked]:
    return [("describe_picture", {"picture": caught["picture"]})]


def _changed(caught: Caught) -> list[Asked]:
    held = caught.groupdict()
    asked: dict[str, Any] = {"picture": held["picture"]}
    if held.get("degrees"):
        asked["rotate"] = float(held["degrees"])
    for name in ("width", "height"):
        if held.get(name):
            asked[name] = int(held[name])
    if held.get("crop"):
        asked["crop"] = [int(number) for number in re.findall(r"\d+", held["crop"])]
    if held.get("grey"):
        asked["grey"] = True
    if held.get("text"):
        asked["text"] = held["text"]
    written = _AS.search(caught.string)
    if written:
        # Where nothing can be written, it is a picture like any other.
        asked["to"] = written["to"]
    return [("change_picture", asked)]


_PICTURE = r"(?P<picture>picture-\d+|made-[0-9a-f]{8}|[^\s,;\"']+\.(?:png|jpe?g|webp|gif)\b)"
_AS = re.compile(r"\bas (?P<to>[^\s,;\"']+\.png)\b", re.IGNORECASE)
RULES: list[Rule] = [
    (re.compile(pattern, re.IGNORECASE), calls)
    for pattern, calls in (
        (rf"\brotate {_PICTURE}(?: by)? (?P<degrees>-?\d+)", _changed),
        (
            rf"\bresize {_PICTURE} to (?P<width>\d+)(?:\s*(?:x|\u00d7|by)\s*(?P<height>\d+))?",
            _changed,
        ),
        (rf"\bcrop {_PICTURE}(?: to)? (?P<crop>\d+\D+\d+\D+\d+\D+\d+)", _changed),
        (rf"\b(?:make|turn) {_PICTURE} (?:into )?(?P<grey>gr[ea]y)", _changed),
        (rf"\bwrite [\"'“](?P<text>.+)[\"'”] on {_PICTURE}", _changed),
        (rf"\b(?:describe|what|which|how)\b.*?{_PICTURE}", _described),
    )
]
