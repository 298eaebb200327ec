"""What the numbers lead to: the decisions, and everything that they stand on."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.combinations import fits
from groundplan.deciding import worksheet
from groundplan.deciding.places import Place, Volume, evaluated, judged, places, volume
from groundplan.deciding.schema import Costs, Deciding, Said, Sourced
from groundplan.schema import Decision, RuledOut, Value

AFTER_MACHINE = ("retrieval", "fine_tuning", "embedding")


@dataclass(frozen=True)
class Verdict:
    """The decisions and everything that they stand on."""

    numbers: Mapping[str, Said]
    values: Mapping[str, float]
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    places: tuple[Place, ...]
    chosen: Place | None
    decisions: tuple[Decision, ...]
    volumes: tuple[Volume, ...]
    sources: Mapping[str, Sourced]

    def document(self) -> dict[str, Any]:
        """The same as plain data for JSON."""
        start, end = self.chosen.break_even if self.chosen else (None, None)
        return {
            "numbers": dict(self.numbers),
            "decisions": [entry.model_dump(mode="json") for entry in self.decisions],
            "break_even": _finite({"from_requests_per_day": start, "to_requests_per_day": end}),
            "machine": self.chosen.name if self.chosen else None,
            "machines": {place.name: _finite(place.values) for place in self.places},
            "values": _finite(self.values),
            "facts": dict(self.facts),
            "volumes": [vars(volume) for volume in self.volumes],
            "sources": {
                name: entry.model_dump(mode="json") for name, entry in self.sources.items()
            },
        }


def decide(deciding: Deciding, costs: Costs, numbers: Mapping[str, Said], budget: Value) -> Verdict:
    """Work everything out.

    Args:
        deciding: The worksheet, the facts and the tables.
        costs: Prices and speeds.
        numbers: Every number that `deciding` asks for.
        budget: The answer to latency, with its limits.
    """
    model = str(numbers["quality"])
    texts = {name: value for name, value in numbers.items() if isinstance(value, str)}
    known = {name: value for name, value in numbers.items() if isinstance(value, float)}
    for entry in (costs.models[model], *costs.other.values()):
        known |= entry.figures
    for name, limit in (("budget_ms", budget.p95_ms), ("first_budget_ms", budget.first_output_ms)):
        known[name] = math.inf if limit is None else limit
    known = evaluated(deciding, ("provider",), known)
    held = tuple(places(deciding, costs, known, texts))
    chosen = min(held, key=lambda place: place.score, default=None)
    values = evaluated(deciding, AFTER_MACHINE, chosen.values if chosen else known)
    facts = {**texts, **judged(deciding, values), "open_model": "yes" if held else "no"}
    texts["model"] = costs.models[model].title or model
    texts["machine"] = chosen.title if chosen else "no machine"
    return Verdict(
        numbers=numbers,
        values=values,
        texts=texts,
        facts=facts,
        places=held,
        chosen=chosen,
        decisions=_decisions(deciding, facts, {**values, **texts}),
        volumes=tuple(volume(deciding, chosen, known, requests) for requests in deciding.volumes),
        sources=dict(_sources(costs, model)),
    )


def _sources(costs: Costs, model: str) -> Iterator[tuple[str, Sourced]]:
    """The entries that the verdict stands on."""
    yield f"models.{model}", costs.models[model]
    for name, speed in costs.speeds.get(model, {}).items():
        yield f"machines.{name}", costs.machines[name]
        yield f"speeds.{model}.{name}", speed
    for name, entry in costs.other.items():
        yield f"other.{name}", entry


def _decisions(
    deciding: Deciding, facts: Mapping[str, str], values: Mapping[str, Said]
) -> tuple[Decision, ...]:
    """The first row that fits of each topic, with its numbers."""
    quoted = {name: worksheet.plain(deciding, name, held) for name, held in values.items()}
    found: dict[str, Decision] = {}
    for row in deciding.tables:
        if row.topic not in found and fits(row.when, facts):
            found[row.topic] = _filled(row, quoted)
    return tuple(found.values())


def _filled(row: Decision, quoted: Mapping[str, str]) -> Decision:
    ruled_out = tuple(
        RuledOut(option=other.option.format_map(quoted), reason=other.reason.format_map(quoted))
        for other in row.ruled_out
    )
    texts = {
        name: getattr(row, name).format_map(quoted) for name in ("choice", "because", "revisit")
    }
    return row.model_copy(update={**texts, "ruled_out": ruled_out})


def _finite(values: Mapping[str, float | None]) -> dict[str, float | None]:
    """The values for JSON, which knows no infinity."""
    return {
        name: None if value is None or math.isinf(value) else value
        for name, value in values.items()
    }
