"""Prices and speeds: a person's own go before those that come with Groundplan."""

import math
import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from groundplan.deciding.schema import Costs, Deciding
from groundplan.errors import UsageError

# What is divided by is no less, or the results have hundreds of digits.
_SMALLEST = 1e-3


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; raises UsageError where there is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from error


def unknown(where: str, name: str, names: Collection[str]) -> UsageError:
    """What to say of a key that does not exist."""
    near = get_close_matches(name, names, 1)
    way = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
    return UsageError(f"{where}: there is no {name}: {way}")


def overwritten(costs: Costs, deciding: Deciding, path: Path) -> Costs:
    """The prices with a person's own over them.

    Raises:
        UsageError: The file cannot be read, names what there is not, or holds what is no figure.
    """
    shipped = costs.model_dump(exclude_none=True)
    merged = _merged(shipped, read_toml(path), path.name)
    try:
        own = Costs.model_validate(merged)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"] if part != "date")
        raise UsageError(f"{path.name}: {key}: {first['msg'].lower()}") from error
    fault = faulty(own, deciding)
    if fault:
        raise UsageError(f"{path.name}: {fault}")
    return own


def faulty(costs: Costs, deciding: Deciding) -> str | None:
    """What is wrong with the figures: a price may be nothing, what is divided by may not."""
    for path, entry in costs.entries():
        for name, value in entry.figures.items():
            if name not in deciding.units:
                return f"{path}.{name}: unknown key"
            least, most = deciding.bounds.get(name, (0.0, math.inf))
            if not least <= value <= most:
                return f"{path}.{name} is {value:g}: it has to be from {least:g} to {most:g}"
            if value < _SMALLEST and name not in deciding.bounds and not _price(deciding, name):
                return f"{path}.{name} is {value:g}: only a price can be nothing"
    return None


def _price(deciding: Deciding, name: str) -> bool:
    return deciding.units[name].startswith("$")


def _merged(held: Mapping[str, Any], own: Mapping[str, Any], where: str) -> dict[str, Any]:
    merged = dict(held)
    if "source" in held:  # an entry, of whose figures some are a person's own now
        said = {"source", "date", "checked", "note", "title"}
        theirs = ", ".join(name for name in held if name in own and name not in said)
        rest = [name for name in held if name not in own and name not in said]
        kept = f"{held['source']}; {theirs}" if rest else theirs
        merged["source"] = f"{kept} from {where} of your own" if theirs else held["source"]
        if not rest:
            merged |= {"checked": True, "date": None}
            merged.pop("note", None)
    for name, value in own.items():
        if name not in held and name not in ("source", "date", "checked", "note"):
            raise unknown(where, name, list(held))
        inner = held.get(name)
        if isinstance(inner, Mapping) is not isinstance(value, Mapping):
            kind = "a table" if isinstance(inner, Mapping) else "one value"
            raise UsageError(f"{where}: {name} has to be {kind}")
        merged[name] = _merged(inner, value, where) if isinstance(inner, Mapping) else value
    return merged
