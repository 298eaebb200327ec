"""Where the model can live: the machines that hold it, and from when on one of them pays."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from groundplan.deciding import worksheet
from groundplan.deciding.schema import Costs, Deciding

ON_MACHINE = ("machine", "break_even", "beyond_one_machine")
Values = Mapping[str, float]


@dataclass(frozen=True)
class Place:
    """A machine that holds the model, with the worksheet's values and what they tell."""

    name: str
    title: str
    values: Values
    facts: Mapping[str, str]

    @property
    def break_even(self) -> tuple[float | None, float | None]:
        """Requests a day from which and, where it ends again, to which it beats the provider."""
        cheaper = self.facts["full_is_cheaper"] == "yes"
        if self.facts["one_bears_it"] == "yes":
            return self.values["meets_one"], None if cheaper else self.values["meets_more"]
        return (self.values["meets_more"], None) if cheaper else (None, None)

    @property
    def score(self) -> tuple[int, float]:
        """Less is better: what it costs, from when on it pays, what it would cost, how late."""
        start, _ = self.break_even
        if self.facts["machine_in_time"] == "no":
            return 3, self.values["local_p95_ms"]
        if "yes" in (self.facts["machine_cheaper"], self.facts["private_data"]):
            return 0, self.values["local_month"]
        return (2, self.values["local_month"]) if start is None else (1, start)


@dataclass(frozen=True)
class Volume:
    """What a month costs at another number of requests a day."""

    requests_per_day: int
    provider: float
    machine: float | None
    machines: int


def places(
    deciding: Deciding, costs: Costs, known: Values, texts: Mapping[str, str]
) -> Iterator[Place]:
    """Each machine of the list that holds the model, with everything worked out."""
    for name, speed in costs.speeds.get(texts["quality"], {}).items():
        machine = costs.machines[name]
        at_hand = {"at_hand": float(name == texts["gpu"])}
        inputs = {**known, **machine.figures, **speed.figures, **at_hand}
        values = evaluated(deciding, ON_MACHINE, inputs)
        yield Place(name, machine.title or name, values, {**texts, **judged(deciding, values)})


def evaluated(deciding: Deciding, parts: Sequence[str], known: Values) -> dict[str, float]:
    """All that is known, and some parts of the worksheet."""
    return worksheet.evaluate([line for part in parts for line in deciding.worksheet[part]], known)


def judged(deciding: Deciding, values: Values) -> dict[str, str]:
    """The facts that these values can tell."""
    return {
        name: "yes" if all(values[one] >= values[other] for one, other in pairs) else "no"
        for name, pairs in deciding.facts.items()
        if all(name in values for pair in pairs for name in pair)
    }


def volume(deciding: Deciding, place: Place | None, known: Values, requests: int) -> Volume:
    """What a month costs at so many requests a day."""
    inputs = {**(place.values if place else known), "requests_per_day": float(requests)}
    parts = ("provider", "machine") if place else ("provider",)
    values = evaluated(deciding, parts, inputs)
    local = values["local_month"] if place else None
    return Volume(requests, values["api_month"], local, math.ceil(values.get("machines", 0)))
