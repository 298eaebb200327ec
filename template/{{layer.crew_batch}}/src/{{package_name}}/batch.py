"""Decide about a file of addresses or offers as a job: `python -m` this module, INPUT and OUTPUT.

Each line of INPUT is an object with `address` (a page of a site in `sites/`) or `offer` (its
fields), and if wanted `id`. OUTPUT gets a line for each: the offer, the estimate, the decision.
Nothing is notified or remembered and no budget of the day applies, so the order does not matter.
Killed at any moment and started again, the job goes on where it was. Exit code 1 while a line of
OUTPUT tells an error.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from .crew.agent import Agent
from .crew.graph import Unfinished, build_graph
from .crew.log import Log
from .crew.policy import audit, load_policy
from .crew.state import Round
from .explaining import explained
from .jobs import JobError, run_job
from .memory.database import MemoryUnusable
from .offers.money import Rates, UnknownCurrency, load_rates
from .offers.offer import Offer
from .rules import Faulty
from .settings import Settings
from .wiring import Workshop, build_model, open_workshop

Deciding = Callable[[Mapping[str, Any]], dict[str, Any]]

_UNLIMITED = 1e12
_READERS = ("scout", "extractor")


def deciding(workshop: Workshop, log: Log) -> Deciding:
    """Return what is done with a record. It raises ValueError where the record asks nothing."""
    settings = workshop.settings
    policy, rates = load_policy(settings.crew.policy), load_rates(settings.crew.rates)
    crew = workshop.thinkers(dict, lambda state: _UNLIMITED)

    def run(agents: list[Agent], state: Round) -> Round:
        graph = build_graph(
            agents, settings.limits, log, lambda after: audit(after, policy, _UNLIMITED)
        )
        return Round.model_validate(graph.invoke(state, {"recursion_limit": 100}))

    def work(record: Mapping[str, Any]) -> dict[str, Any]:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        address, fields = record.get("address"), record.get("offer")
        if isinstance(address, str):
            state = run(crew, Round(id=0, started=started, wanted=[address]))
        elif isinstance(fields, dict):
            thinkers = [agent for agent in crew if agent.name not in _READERS]
            offers = [_given(fields, str(record.get("id", "offer")), rates)]
            state = run(thinkers, Round(id=0, started=started, offers=offers))
        else:
            raise ValueError("the record needs a text under 'address' or an object under 'offer'")
        return _result(state)

    return work


def _given(fields: Mapping[str, Any], name: str, rates: Rates) -> Offer:
    """An offer that somebody wrote down. Raises ValueError."""
    price, currency = fields.get("price"), fields.get("currency", "EUR")
    if not isinstance(price, int | float) or isinstance(price, bool):
        raise ValueError("the offer needs a number under 'price'")
    try:
        return Offer.model_validate(
            {"key": name, "site": "input", "address": "", "currency": currency}
            | dict(fields)
            | {"euros": rates.convert(price, str(currency))}
            | {"provenance": dict.fromkeys(fields, "input")}
        )
    except UnknownCurrency as error:
        raise ValueError(str(error)) from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise ValueError(f"the offer cannot be used: {place}: {fault['msg']}") from error


def _result(state: Round) -> dict[str, Any]:
    if not state.decisions:
        reasons = [*state.unreadable, *state.unread, *(fault.sentence for fault in state.faults)]
        return {"error": reasons[0] if reasons else "no offer could be read there"}
    estimate = state.estimates[0] if state.estimates else None
    return {
        "offer": state.offers[0].model_dump(mode="json"),
        "estimate": estimate.model_dump(mode="json") if estimate else None,
        "decision": state.decisions[0].model_dump(mode="json"),
    }


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Addresses or offers, JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Decisions, JSONL.")],
    workers: Annotated[int, typer.Option(min=1, help="Records at once.")] = 4,
    retry_failed: Annotated[bool, typer.Option(help="Try again what failed.")] = False,
) -> None:
    """Decide about every record of INPUT and write OUTPUT."""
    with explained(Faulty, JobError, MemoryUnusable, Unfinished):
        settings = Settings()
        registry = CollectorRegistry()
        with open_workshop(settings, build_model(registry)) as (workshop, _):
            summary = run_job(
                source,
                target,
                deciding(workshop, Log(settings.crew.state / "batch.jsonl")),
                workers=workers,
                retry_failed=retry_failed,
                registry=registry,
            )
    typer.echo(summary.told("decided", target))
    if not summary.complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
