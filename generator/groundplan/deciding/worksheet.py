"""The arithmetic, line by line, and how it is shown.

`includes/costs.jinja` does the same for docs/decisions.md; a test compares the two to the letter.
"""

import math
from collections.abc import Iterable, Mapping

from groundplan.deciding.schema import Deciding, Line, Said

TIMES, OVER = "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}"
Values = Mapping[str, float]


def evaluate(lines: Iterable[Line], known: Values) -> dict[str, float]:
    """All that is known, and the lines, each of which may read those above it."""
    values = dict(known)
    for line in lines:
        if line.times:
            found = math.prod(values[name] for name in line.times)
            for name in line.over:
                found = _divided(found, values[name])
        else:
            found = sum(values[name] for name in line.plus)
            found -= sum(values[name] for name in line.less)
        values[line.name] = found if line.at_least is None else max(found, line.at_least)
    return values


def shown(deciding: Deciding, values: Values) -> dict[str, list[str]]:
    """The lines of each part that apply, with their numbers.

    A line that comes to nothing or only repeats a number is left out. What such a line or somebody
    outside gave is quoted with its unit, what a line above gave without.
    """
    lines = [line for part in deciding.worksheet.values() for line in part]
    telling = {line.name for line in lines if line.name in values and _tells(line, values)}

    def quoted(name: str) -> str:
        return (plain if name in telling else counted)(deciding, name, values[name])

    def told(line: Line) -> str:
        found = values[line.name]
        if line.times:
            text = f" {TIMES} ".join(map(quoted, line.times))
            text += "".join(f" {OVER} {quoted(name)}" for name in line.over)
        else:
            text = " + ".join(quoted(name) for name in line.plus if values[name])
            text += "".join(f" - {quoted(name)}" for name in line.less if values[name])
        limit = f", but at least {number(found)}" if found == line.at_least else ""
        return f"{text}{limit} = {counted(deciding, line.name, found)}"

    return {
        part: [told(line) for line in held if line.name in telling]
        for part, held in deciding.worksheet.items()
        if held[0].name in values
    }


def counted(deciding: Deciding, name: str, value: float) -> str:
    """A value with what it is counted in."""
    unit = deciding.unit[name].removeprefix("$").strip()
    return f"{plain(deciding, name, value)} {unit}".strip()


def plain(deciding: Deciding, name: str, value: Said) -> str:
    """A value as a text quotes it: with its currency, without its unit."""
    if isinstance(value, str):
        return value
    return money(value) if deciding.unit[name].startswith("$") else number(value)


def number(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def money(value: float) -> str:
    """An amount of dollars: whole ones, or with cents, or what is less than a cent."""
    if abs(value) >= 100:
        return f"${value:,.0f}"
    return f"${value:.2f}" if abs(value) >= 0.1 or not value else f"${value:.2g}"


def _tells(line: Line, values: Values) -> bool:
    factors = sum(values[name] != 1 for name in line.times) + len(line.over)
    terms = sum(values[name] != 0 for name in line.plus + line.less)
    return max(factors, terms) > 1 and 0 < values[line.name] < math.inf


def _divided(value: float, by: float) -> float:
    if by:
        return value / by
    return math.inf if value else 0.0
