"""Numbers in words become figures: who hears by words alone writes none, and tools take figures."""

import re

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_SMALL += " fifteen sixteen seventeen eighteen nineteen"
_ONES = {word: number for number, word in enumerate(_SMALL.split())}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_TENS |= {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"thousand": 1_000, "million": 1_000_000}
_WORD = "|".join([*_ONES, *_TENS, "hundred", *_SCALES])
# "One hundred and five" is a number, "five and six" are two.
_NUMBER = re.compile(
    rf"\b(?:{_WORD})(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and )(?:{_WORD}))*"
    rf"(?: point(?: (?:{'|'.join(list(_ONES)[:10])}))+)?\b",
    re.IGNORECASE,
)


def in_figures(text: str) -> str:
    """Return a text with its numbers in figures; "one" by itself stays a word."""
    return _NUMBER.sub(lambda found: _figures(found[0]), text)


def _figures(words: str) -> str:
    if words.lower() == "one":
        return words
    whole, _, rest = words.lower().partition(" point ")
    numbers: list[int] = []
    group = total = 0
    last = ""
    for word in re.split(r"[ -]", whole):
        if word == "and":
            continue
        if not _continues(last, word, group):
            numbers.append(total + group)
            group = total = 0
        if word == "hundred":
            group = max(1, group) * 100
        elif word in _SCALES:
            total, group = total + max(1, group) * _SCALES[word], 0
        else:
            group += _ONES.get(word, 0) + _TENS.get(word, 0)
        last = word
    figures = " ".join(str(number) for number in [*numbers, total + group])
    return figures + ("." + "".join(str(_ONES[word]) for word in rest.split()) if rest else "")


def _continues(last: str, word: str, group: int) -> bool:
    """Whether a word goes on with the number whose last word is `last`."""
    if not last or word in _SCALES:
        return True
    if word == "hundred":
        return 0 < group < 100
    if word in _TENS or _ONES[word] > 9 or not _ONES[word]:
        return last == "hundred" or last in _SCALES
    return last == "hundred" or last in _SCALES or last in _TENS
