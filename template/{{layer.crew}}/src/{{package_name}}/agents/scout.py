"""The scout visits the sites politely and tells which pages of offers there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic
from urllib.parse import urljoin, urlsplit

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.state import Round, Visit
from ..memory.database import MemoryUnusable
from ..memory.memory import Known
from ..memory.pages import Pages
from ..offers.extraction import LayoutChanged
from ..scouting.fetching import Fetcher
from ..scouting.lists import Miss, read_list
from ..scouting.sites import Site
from ..scouting.unfetched import Away, Closed, OutOfTime, Unfetched


def scout(
    sites: Sequence[Site],
    fetcher: Fetcher,
    pages: Pages,
    known: Callable[[], Mapping[str, Known]],
    list_pages: int,
) -> Agent:
    """Return the scout; `known` are the offers that were seen before.

    Each site has an equal share of the time that is left, half of it for its list, and the pages
    that were not seen for longest come first: what is not reached has its turn in a later round.
    """

    def work(state: Round, desk: Desk) -> Update:
        visits, unread, listed = list[Visit](), list[str](), dict[str, list[str]]()
        before = fetcher.requests

        def miss(place: str, error: Exception) -> None:
            sentence = str(error)
            if not isinstance(error, LayoutChanged | Unfetched):
                sentence = f"{place} could not be read: {type(error).__name__}: {error}"
            desk.tell(sentence)
            # What robots are asked to leave alone is not missed, unless it was asked for by name.
            if state.wanted or not isinstance(error, Closed):
                unread.append(sentence)

        for address in state.wanted:
            try:
                found = list(_visited(_site_of(address, sites), [address], desk.until, miss))
            except (Unfetched, ValueError) as error:
                miss(address, error)
            else:
                # Who asks for a page by name wants to know, whatever was decided before.
                visits += [visit.model_copy(update={"changed": True}) for visit in found]
        for place, site in enumerate(() if state.wanted else sites):
            now = monotonic()
            share = (desk.until - now) / (len(sites) - place)
            addresses, whole = read_list(site, fetcher, now + share / 2, list_pages, miss)
            if whole:
                listed[site.name] = addresses
            due = pages.longest_unseen_first(addresses)
            visits += _visited(site, due, now + share, miss)
        # An offer is gone when the list of its site was read to its end and shows it no more.
        gone = [
            key
            for key, seen in known().items()
            if not seen.gone
            and seen.offer.site in listed
            and seen.offer.address not in listed[seen.offer.site]
        ]
        changed = sum(visit.changed for visit in visits)
        desk.tell(
            f"{len(visits)} offers in {fetcher.requests - before} requests: {changed} new or "
            f"changed, {len(gone)} gone"
        )
        return {"visits": visits, "gone": gone, "unread": unread}

    def _visited(site: Site, addresses: Sequence[str], until: float, miss: Miss) -> Iterator[Visit]:
        """The pages that can be had now; what there is no time for is left for another round."""
        for place, address in enumerate(addresses):
            try:
                fetched = fetcher.fetch(address, until)
            except MemoryUnusable:
                raise
            except (Away, OutOfTime) as error:
                left = f"{len(addresses) - place} of {len(addresses)} offers of {site.name}"
                miss(address, Unfetched(f"{left} were not reached: {error}"))
                return
            # Whatever is wrong with one page, the others are visited.
            except Exception as error:
                miss(address, error)
            else:
                yield Visit(site=site.name, address=address, changed=fetched.changed)

    return Agent(
        name="scout",
        purpose="visit the sites politely and find the pages of offers",
        reads=("wanted",),
        writes=("visits", "gone", "unread"),
        work=work,
    )


def _site_of(address: str, sites: Sequence[Site]) -> Site:
    """The site on an address's host, of several that whose list lies in its folder."""
    on_host = [one for one in sites if urlsplit(one.start).netloc == urlsplit(address).netloc]
    near = [one for one in on_host if address.startswith(urljoin(one.start, "."))]
    if near or len(on_host) == 1:
        return (near or on_host)[0]
    raise Unfetched(f"{address} belongs to no site: write one into sites/")
