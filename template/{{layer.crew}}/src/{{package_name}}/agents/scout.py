"""The scout visits the sites politely and tells which pages of offers there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.state import Round, Visit
from ..memory.memory import Known
from ..offers.extraction import LayoutChanged
from ..scouting.fetching import Closed, Fetcher, OutOfTime, Unfetched
from ..scouting.sites import Site

# What to do about a site or a page that cannot be had.
Miss = Callable[[Exception], None]


def scout(
    sites: Sequence[Site], fetcher: Fetcher, known: Callable[[], Mapping[str, Known]]
) -> Agent:
    """Return the scout; `known` are the offers that were seen before."""

    def work(state: Round, desk: Desk) -> Update:
        visits, unread, listed = list[Visit](), list[str](), dict[str, list[str]]()
        before = fetcher.requests

        def miss(error: Exception) -> None:
            desk.tell(str(error))
            # What robots are asked to leave alone is not missed, unless it was asked for by name.
            if state.wanted or not isinstance(error, Closed):
                unread.append(str(error))

        for address in state.wanted:
            try:
                found = _visited(_site_of(address, sites), [address], fetcher, desk, miss)
                # Who asks for a page by name wants to know, whatever was decided before.
                visits += [visit.model_copy(update={"changed": True}) for visit in found]
            except Unfetched as error:
                miss(error)
        for site in () if state.wanted else sites:
            try:
                listed[site.name] = list(dict.fromkeys(_listed(site, fetcher, desk)))
            except (LayoutChanged, Unfetched) as error:
                miss(error)
            else:
                visits += _visited(site, listed[site.name], fetcher, desk, miss)
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

    return Agent(
        name="scout",
        purpose="visit the sites politely and find the pages of offers",
        reads=("wanted",),
        writes=("visits", "gone", "unread"),
        work=work,
    )


def _listed(site: Site, fetcher: Fetcher, desk: Desk) -> Iterator[str]:
    """The addresses of offers on all pages of a site's list. Raises LayoutChanged, Unfetched."""
    place, seen = site.start, set[str]()
    while place and place not in seen:
        seen.add(place)
        page = BeautifulSoup(fetcher.fetch(place, desk.until).html, "html.parser")
        links = [urljoin(place, str(link.get("href", ""))) for link in page.select(site.offer)]
        if not links and not (site.nothing and page.select_one(site.nothing)):
            raise LayoutChanged(
                f"{place} shows no offer where sites/{site.name}.toml looks for them: the layout "
                "has changed, bring the selectors up to date"
            )
        host = urlsplit(place).netloc
        yield from dict.fromkeys(link for link in links if urlsplit(link).netloc == host)
        following = page.select_one(site.next) if site.next else None
        place = urljoin(place, str(following.get("href", ""))) if following else ""
        if urlsplit(place).netloc != host:
            return


def _visited(
    site: Site, addresses: Sequence[str], fetcher: Fetcher, desk: Desk, miss: Miss
) -> Iterator[Visit]:
    """The pages that can be had now; what there is no time for is left for another round."""
    for address in addresses:
        try:
            fetched = fetcher.fetch(address, desk.until)
        except Unfetched as error:
            miss(error)
            if isinstance(error, OutOfTime):
                return
        else:
            yield Visit(site=site.name, address=address, changed=fetched.changed)


def _site_of(address: str, sites: Sequence[Site]) -> Site:
    """The site on an address's host, of several that whose list lies in its folder."""
    on_host = [one for one in sites if urlsplit(one.start).netloc == urlsplit(address).netloc]
    near = [one for one in on_host if address.startswith(urljoin(one.start, "."))]
    if near or len(on_host) == 1:
        return (near or on_host)[0]
    raise Unfetched(f"{address} belongs to no site: write one into sites/")
