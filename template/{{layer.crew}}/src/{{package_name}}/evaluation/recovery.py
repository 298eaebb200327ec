"""Lets each agent fail in each way, and looks at how the round ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.graph import Unfinished
from ..crew.state import Decision, Round
from ..demo import demo_settings
from ..memory.memory import Known
from ..notices.file import FileMessenger
from ..sample.market import Listing, Market
from ..sample.site import SampleSite
from ..wiring import open_crew

NAMES = ("scout", "extractor", "appraiser", "planner", "decider", "notifier", "archivist")
_SHORT = 0.05
_NOTHING = Event()
Mend = Callable[[Agent], Agent]


def raises(agent: Agent) -> Agent:
    """Return an agent that always fails."""

    def work(state: Round, desk: Desk) -> Update:
        raise RuntimeError("injected failure")

    return replace(agent, work=work)


def raises_once(agent: Agent) -> Agent:
    """Return an agent that fails at its first try."""
    failures = iter([RuntimeError("injected failure")])

    def work(state: Round, desk: Desk) -> Update:
        for failure in failures:
            raise failure
        return agent.work(state, desk)

    return replace(agent, work=work)


def hangs(agent: Agent) -> Agent:
    """Return an agent that never comes back."""

    def work(state: Round, desk: Desk) -> Update:
        _NOTHING.wait()
        return {}

    return replace(agent, work=work, seconds=_SHORT)


def meddles(agent: Agent) -> Agent:
    """Return an agent that writes what is not its own."""
    return replace(agent, work=lambda state, desk: {"done": ["scout", "decider"]})


def babbles(agent: Agent) -> Agent:
    """Return an agent that writes what fits no schema."""
    return replace(agent, work=lambda state, desk: {agent.writes[0]: {"nonsense": object()}})


def lies(agent: Agent) -> Agent:
    """Return an agent that has every offer bought, whatever it costs."""

    def work(state: Round, desk: Desk) -> Update:
        decisions = [
            Decision(key=one.key, verdict="buy", rule="margin", reason="trust me", euros=one.euros)
            for one in state.offers
        ]
        return {"decisions": decisions}

    return replace(agent, work=work)


FAILURES: dict[str, Mend] = {
    "raises": raises,
    "raises once": raises_once,
    "hangs": hangs,
    "meddles": meddles,
    "babbles": babbles,
}


@dataclass(frozen=True)
class Trial:
    """What came of a failure: how the round ended, and what is wrong with that, if anything."""

    agent: str
    failure: str
    ended: str
    fault: str


class _Few(Market):
    """The sample's market with six offers, some of them worth buying."""

    def listings(self, visit: int) -> list[Listing]:
        """Return the first six offers."""
        return super().listings(visit)[:6]


def trials(folder: Path) -> Iterator[Trial]:
    """Run a round with each failure of each agent, then one without; yield how it went.

    Good is a result, or a state that the next run resumes, and no offer told twice.
    """
    for name in NAMES:
        for failure, mend in FAILURES.items():
            yield trial(folder, name, failure, mend)
    yield trial(folder, "decider", "lies", lies)


def trial(folder: Path, name: str, failure: str, mend: Mend) -> Trial:
    """Run a round in which an agent is mended so, and one in which it is not."""
    usual = demo_settings(folder)
    apart = folder / f"{name}-{failure}".replace(" ", "-")
    settings = replace(usual, crew=usual.crew.model_copy(update={"state": apart}))
    messenger = FileMessenger(apart / "notices.jsonl")

    def failing(agent: Agent) -> Agent:
        return mend(agent) if agent.name == name else agent

    ended, faults = "a result", list[str]()
    opened = partial(open_crew, settings, messenger=messenger)
    with opened(site=SampleSite(_Few()), change=failing) as crew:
        try:
            crew.rounds.run()
        except Unfinished:
            ended = "a state that is resumed"
        except Exception as error:
            ended = "an exception"
            faults.append(f"{type(error).__name__}: {error}")
    with opened(site=SampleSite(_Few())) as crew:
        crew.rounds.run()
        if any(begun.ended is None for begun in crew.memory.rounds()):
            faults.append("the round was never finished")
        bought = {key for key, one in crew.memory.known().items() if _buys(one)}
    told = apart / "notices.jsonl"
    notices = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    if len(notices) != len(set(notices)):
        faults.append("an offer was told twice")
    if len(notices) != len(bought) or not bought:
        faults.append(f"{len(notices)} notices about {len(bought)} offers to buy")
    return Trial(name, failure, ended, "; ".join(faults))


def _buys(known: Known) -> bool:
    return known.decision is not None and known.decision.verdict == "buy"
