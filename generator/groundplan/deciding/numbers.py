"""A person's numbers: from the command line, from a file, from the blueprint, or as a default."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.catalogue import Catalogue
from groundplan.combinations import fits
from groundplan.deciding.figures import read_toml, unknown
from groundplan.deciding.schema import Deciding, Said
from groundplan.errors import UsageError
from groundplan.schema import Answers


def usual(catalogue: Catalogue, answers: Answers) -> dict[str, Said] | None:
    """What is taken where nothing is said; none if these answers ask no model that could move."""
    for usage in catalogue.blueprints[answers["problem"]].usage:
        if fits(usage.when, answers):
            defaults = {name: about.default for name, about in catalogue.deciding.numbers.items()}
            return {**defaults, **usage.numbers}
    return None


def said(deciding: Deciding, path: Path | None, options: Mapping[str, Any]) -> dict[str, Said]:
    """What a person said, each number checked; an option goes before the file.

    Raises:
        UsageError: The file cannot be read, a name is unknown, or a value cannot be.
    """
    numbers: dict[str, Said] = {}
    for name, value in (read_toml(path) if path else {}).items():
        if name not in deciding.numbers:
            raise unknown(str(path), name, list(deciding.numbers))
        numbers[name] = checked(deciding, name, value, f"{path}: {name}")
    for name, value in options.items():
        numbers[name] = checked(deciding, name, value, f"--{name.replace('_', '-')}")
    return numbers


def together(usual: Mapping[str, Said], said: Mapping[str, Said]) -> dict[str, Said]:
    """All numbers; raises UsageError where two contradict each other."""
    numbers = {**usual, **said}
    if float(numbers["cached_tokens"]) > float(numbers["input_tokens"]):
        raise UsageError(
            f"cached_tokens is {numbers['cached_tokens']:,.0f}, more than the "
            f"{numbers['input_tokens']:,.0f} input_tokens that a request has: say both"
        )
    return numbers


def checked(deciding: Deciding, name: str, value: object, where: str) -> Said:
    """A value that fits the number of that name; raises UsageError if it does not."""
    about = deciding.numbers[name]
    if about.choices:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if value in about.choices:
            return str(value)
        raise UsageError(f"{where} is {value!r}: choose one of {', '.join(about.choices)}")
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if about.least <= number <= about.most:
        return float(number)
    raise UsageError(
        f"{where} is {value!r}: give a number from {about.least:g} to {about.most:,.0f}"
    )
