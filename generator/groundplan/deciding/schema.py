"""The shapes of `blueprints/costs.yml` and `blueprints/deciding.yml`."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Field

from groundplan.schema import Decision, Entry, Text, When

Figure = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False, strict=True)]
Said = float | str


class Sourced(Entry):
    """Figures of one source: every key beside those below is one, and no unit of it is said here.

    Attributes:
        checked: Whether somebody held the figures against the publisher's own words.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Figure]

    title: Text | None = None
    source: Text
    date: date | None
    checked: bool
    note: Text | None = None

    @property
    def figures(self) -> Mapping[str, float]:
        """The figures by name."""
        return self.__pydantic_extra__


class Costs(Entry):
    """Prices and speeds; what `speeds` lacks for a model does not fit on that machine."""

    models: Mapping[str, Sourced]
    machines: Mapping[str, Sourced]
    speeds: Mapping[str, Mapping[str, Sourced]]
    other: Mapping[str, Sourced]

    def entries(self) -> Iterator[tuple[str, Sourced]]:
        """Every entry under its path."""
        for section in ("models", "machines", "other"):
            for name, entry in getattr(self, section).items():
                yield f"{section}.{name}", entry
        for model, machines in self.speeds.items():
            for machine, entry in machines.items():
                yield f"speeds.{model}.{machine}", entry


class Number(Entry):
    """What a person may say: a number between two bounds in a unit, or one of some choices."""

    default: Said
    least: float = 0
    most: float = 0
    choices: tuple[Text, ...] = ()
    unit: Text = "-"


class Line(Entry):
    """A line of the worksheet: `times` divided by `over`, or `plus` minus `less`."""

    name: Text
    unit: Text
    times: tuple[Text, ...] = ()
    over: tuple[Text, ...] = ()
    plus: tuple[Text, ...] = ()
    less: tuple[Text, ...] = ()
    at_least: float | None = None

    @property
    def operands(self) -> tuple[str, ...]:
        """Every name that it reads."""
        return self.times + self.over + self.plus + self.less


class Deciding(Entry):
    """The numbers that are asked for, the arithmetic over them, and what follows from it.

    `bounds` are the least and the most that a figure can be. `left_out` says of a part of the
    worksheet which facts, one set or another, make it beside the point.
    """

    numbers: Mapping[str, Number]
    units: Mapping[str, str]
    bounds: Mapping[str, tuple[float, float]]
    worksheet: Mapping[str, tuple[Line, ...]]
    left_out: Mapping[str, tuple[When, ...]]
    facts: Mapping[str, tuple[tuple[Text, Text], ...]]
    volumes: tuple[int, ...]
    tables: tuple[Decision, ...]

    @cached_property
    def unit(self) -> Mapping[str, str]:
        """What each number, figure and line is counted in."""
        said = {name: number.unit for name, number in self.numbers.items()}
        lines = {line.name: line.unit for lines in self.worksheet.values() for line in lines}
        return {**self.units, **said, **lines}
