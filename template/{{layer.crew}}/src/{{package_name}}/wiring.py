"""The composition root: the only place that says what stands behind each port, and who is in.

What sends and what asks a model are imported where they are wanted: off-line nothing asks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from prometheus_client import CollectorRegistry

from .agents.appraiser import appraiser
from .agents.archivist import archivist
from .agents.decider import Left, decider
from .agents.extractor import extractor
from .agents.notifier import notifier
from .agents.planner import planner
from .agents.scout import scout
from .crew.agent import Agent
from .crew.graph import Graph, build_graph
from .crew.instructions import Instructions
from .crew.log import Listener, Log
from .crew.policy import audit, load_policy
from .crew.rounds import Rounds
from .crew.state import Round
from .language_models.connection import certificates
from .memory.database import Database
from .memory.memory import Begun, Known, Memory
from .memory.outbox import Outbox
from .memory.pages import Pages
from .notices.file import FileMessenger
from .offers.money import load_rates
from .ports import Messenger
from .pricing import appraisal as pricing
from .pricing.history import History, clean, load_history
from .sample.market import Market
from .sample.sales import sales
from .sample.server import HOST, SampleServer, served
from .sample.site import SampleSite
from .scouting.asking import NOT_KEPT
from .scouting.fetching import Fetcher
from .scouting.sites import Site, load_sites
from .settings import Settings

_SAMPLE_SALES = 1000
_EXTRACTOR, _APPRAISER = ("fields", "page"), ("past", "offer")


@dataclass(frozen=True)
class Crew:
    """A crew that is ready: its rounds, and what it remembers."""

    settings: Settings
    log: Log
    memory: Memory
    outbox: Outbox
    rounds: Rounds
    agents: Sequence[Agent]


@dataclass(frozen=True)
class Workshop:
    """What agents are made with. `model` is None where no language model is configured."""

    settings: Settings
    database: Database
    sites: Sequence[Site]
    fetcher: Fetcher
    appraisal: pricing.Appraisal
    model: BaseChatModel | None

    def thinkers(self, known: Callable[[], Mapping[str, Known]], left: Left) -> list[Agent]:
        """Return the five who find, read and think; none of them has a side effect."""
        folder, pages = self.settings.crew.instructions, Pages(self.database)
        reading = Instructions.read(folder / "extractor.md", *_EXTRACTOR)
        estimating = Instructions.read(folder / "appraiser.md", *_APPRAISER)
        rates, policy = load_rates(self.settings.crew.rates), load_policy(self.settings.crew.policy)
        return [
            scout(self.sites, self.fetcher, pages, known, self.settings.scout.list_pages),
            extractor(self.sites, pages, rates, reading, self.model),
            appraiser(self.appraisal, estimating, self.model),
            planner(known),
            decider(policy, left, self.appraisal.categories),
        ]


def build_model(registry: CollectorRegistry | None = None) -> BaseChatModel | None:
    """Return the language model of models.toml, once; None where none can be asked.

    `registry` gets its metrics.
    """
    from .language_models.language_model import build_language_model

    return build_language_model(registry)


def build_memory(settings: Settings) -> tuple[Memory, Outbox]:
    """Open what is remembered. Raises MemoryUnusable."""
    database = Database(settings.crew.state / "memory.sqlite")
    return Memory(database), Outbox(database)


def load_prices(settings: Settings) -> History:
    """Return the past prices: one's own, or the sample's. Raises Faulty."""
    if settings.pricing.history.exists():
        return load_history(settings.pricing.history)
    return clean("the sample", sales(_SAMPLE_SALES))


def load_appraisal(settings: Settings) -> pricing.Appraisal:
    """Return what was learnt from past prices, learning it where that was not done yet."""
    return pricing.learnt(settings.pricing, lambda: load_prices(settings))


@contextmanager
def open_workshop(
    settings: Settings, model: BaseChatModel | None = None, *, site: SampleSite | None = None
) -> Iterator[tuple[Workshop, SampleServer | None]]:
    """Open what agents are made with, and serve the sample's site where `sites/` names it.

    Without a `model`, two of three estimators remain. Raises Faulty, MemoryUnusable.
    """
    check(settings)
    sites, server = load_sites(settings.crew.sites), None
    with ExitStack() as stack:
        hosts = {urlsplit(one.start).netloc for one in sites}
        if HOST in hosts:
            server = stack.enter_context(served(site or SampleSite(Market())))
        way = server.way() if server else None
        client = httpx.AsyncClient(mounts=way, verify=certificates(), limits=NOT_KEPT)
        database = Database(settings.crew.state / "memory.sqlite")
        stack.callback(database.close)
        # The sample's server is this process: it needs no pause.
        pause = 0.0 if hosts == {HOST} else settings.scout.delay_seconds
        patience = settings.scout.model_copy(update={"delay_seconds": pause})
        fetcher = Fetcher(patience, client, Pages(database))
        appraisal = load_appraisal(settings)
        yield Workshop(settings, database, sites, fetcher, appraisal, model), server


@contextmanager
def open_crew(
    settings: Settings,
    *listeners: Listener,
    model: BaseChatModel | None = None,
    site: SampleSite | None = None,
    messenger: Messenger | None = None,
    change: Callable[[Agent], Agent] = lambda agent: agent,
) -> Iterator[Crew]:
    """Open the crew that the settings describe; `listeners` get each line of its log.

    `change` may put another in the place of an agent.
    """
    log = Log(settings.crew.log, *listeners)
    messenger = messenger or _messenger(settings)
    with open_workshop(settings, model, site=site) as (workshop, server):
        memory, outbox = Memory(workshop.database), Outbox(workshop.database)
        policy = load_policy(settings.crew.policy)

        def left(state: Round) -> float:
            spent = memory.committed(state.started[:10], state.id)
            return max(policy.budget_of_the_day - spent, 0.0)

        def judge(state: Round) -> None:
            audit(state, policy, left(state))

        hands = [notifier(outbox, messenger, memory.known), archivist(memory)]
        agents = [change(agent) for agent in [*workshop.thinkers(memory.known, left), *hands]]

        def build(begun: Begun, checkpoints: BaseCheckpointSaver[str]) -> Graph:
            if server:
                # The sample's market moves on with each round.
                server.site.visit = begun.id
            return build_graph(agents, settings.limits, log, judge, checkpoints)

        rounds = Rounds(settings.crew.state, memory, build)
        yield Crew(settings, log, memory, outbox, rounds, agents)


def check(settings: Settings) -> None:
    """Read every file of rules. Raises Faulty."""
    load_sites(settings.crew.sites)
    load_policy(settings.crew.policy)
    load_rates(settings.crew.rates)
    Instructions.read(settings.crew.instructions / "extractor.md", *_EXTRACTOR)
    Instructions.read(settings.crew.instructions / "appraiser.md", *_APPRAISER)


def _messenger(settings: Settings) -> Messenger:
    urls = settings.notice.urls.get_secret_value()
    if not urls:
        return FileMessenger(settings.notice.file)
    from .notices.push import PushMessenger

    return PushMessenger(urls)
