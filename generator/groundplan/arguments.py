"""What the command line was given, as answers: every fault is told in one sentence."""

from pathlib import Path
from typing import Annotated

import typer

from groundplan.catalogue import Catalogue
from groundplan.completion import known
from groundplan.errors import UsageError
from groundplan.names import fault, suggestion
from groundplan.schema import Preset

Data = Annotated[
    list[str] | None, typer.Option("--data", "-d", help="An answer, as key=value; repeatable.")
]
PresetName = Annotated[
    str | None, typer.Option("--preset", help="A set of answers; see `groundplan blueprints`.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def answers(catalogue: Catalogue, data: list[str] | None) -> dict[str, str]:
    """The answers given as `key=value`, each known to the catalogue."""
    given: dict[str, str] = {}
    for entry in data or []:
        key, equals, value = entry.partition("=")
        if not equals:
            raise UsageError(f"{entry!r} is not an answer: write it as key=value")
        if given.get(key, value) != value:
            raise UsageError(f"{key} is answered twice, {given[key]} and {value}: choose one")
        given[key] = value
    known(catalogue, given)
    return given


def preset(catalogue: Catalogue, name: str | None) -> dict[str, str]:
    """A preset's answers. They are preferences: an answer given with `-d` goes first."""
    if name is None:
        return {}
    found: Preset | None = catalogue.presets.get(name)
    if found is None:
        listed = ", ".join(sorted(catalogue.presets))
        raise UsageError(f"there is no preset {name!r}: choose one of {listed}")
    return dict(found.answers)


def folder_name(catalogue: Catalogue, place: Path) -> str:
    """The project's name where none was given: that of its folder."""
    wrong = fault(place.name, catalogue.reserved.names)
    if wrong:
        better = suggestion(place.name, catalogue.reserved.names)
        raise UsageError(
            f"{place.name!r} cannot be the project's name: {wrong}; "
            f"choose another folder, or add -d project_name={better}"
        )
    return place.name
