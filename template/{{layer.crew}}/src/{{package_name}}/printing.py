"""Offers, decisions and the log on a terminal."""

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .crew.log import Listener, readable
from .crew.state import Decision, Estimate, Round
from .foreign_text import shown
from .memory.memory import Known
from .offers.offer import Offer

_COLOURS = {"buy": "bold green", "review": "yellow", "pass": "dim"}
_AGENTS = {"supervisor": "dim", "notifier": "green", "decider": "cyan"}


def listener(console: Console) -> Listener:
    """Return what prints each line of the log as it is written."""

    def tell(line: dict[str, Any]) -> None:
        failed = line["event"] == "failed"
        style = "red" if failed else _AGENTS.get(line["agent"], "")
        console.print(readable(line), style=style, markup=False, highlight=False, soft_wrap=True)

    return tell


def show_round(console: Console, state: Round) -> None:
    """Print what a round found: a line for each offer, best first."""
    table = _table(f"Round {state.id}: {state.result}")
    offers = {offer.key: offer for offer in state.offers}
    estimates = {estimate.key: estimate for estimate in state.estimates}
    ranks = {"buy": 0, "review": 1, "pass": 2}
    for decision in sorted(state.decisions, key=lambda one: ranks[one.verdict]):
        _row(table, offers[decision.key], estimates.get(decision.key), decision)
    console.print(table)
    if state.gone:
        console.print(f"No longer offered: {', '.join(state.gone)}", highlight=False)
    for sentence in (*state.unread, *state.unreadable):
        console.print(
            shown(sentence), style="yellow", markup=False, highlight=False, soft_wrap=True
        )


def show_known(console: Console, known: Mapping[str, Known]) -> None:
    """Print every offer that was seen and is still there."""
    table = _table("Offers that are there")
    for seen in known.values():
        if seen.decision and not seen.gone:
            _row(table, seen.offer, None, seen.decision)
    console.print(table)


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("shop", no_wrap=True)
    table.add_column("what", min_width=20)
    table.add_column("asked", justify="right", no_wrap=True)
    table.add_column("fair", justify="right", no_wrap=True)
    table.add_column("decision")
    return table


def _row(table: Table, offer: Offer, estimate: Estimate | None, decision: Decision) -> None:
    fair = f"{decision.fair:.0f}" if decision.fair else "?"
    if estimate:
        fair = f"{estimate.fair:.0f} ({estimate.low:.0f} to {estimate.high:.0f})"
    said = Text(f"{decision.verdict}: {decision.reason}", style=_COLOURS[decision.verdict])
    table.add_row(*map(Text, (offer.site, offer.title, f"{offer.euros:.0f} €", fair)), said)
