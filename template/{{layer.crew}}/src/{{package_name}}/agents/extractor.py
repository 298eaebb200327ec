"""The extractor reads the offer on each page, and tells which page it cannot read."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from ..crew.agent import Agent, Update
from ..crew.desk import BudgetSpent, Desk
from ..crew.instructions import Instructions
from ..crew.state import Round
from ..language_models.errors import ModelUnavailable
from ..memory.pages import Pages
from ..offers.extraction import LayoutChanged, NotAnOffer, extract
from ..offers.money import Rates
from ..offers.offer import Offer
from ..offers.reading import read_page
from ..scouting.sites import Site


def extractor(
    sites: Sequence[Site],
    pages: Pages,
    rates: Rates,
    instructions: Instructions,
    model: BaseChatModel | None,
) -> Agent:
    """Return the extractor. Without a model, what a page does not say in so many fields is unknown.

    A page that has not changed since its offer was decided about is not read again.
    """
    known_sites = {site.name: site for site in sites}

    def work(state: Round, desk: Desk) -> Update:
        asked = model

        def read(text: str, missing: tuple[str, ...]) -> dict[str, str]:
            nonlocal asked
            if asked is None:
                return {}
            try:
                return read_page(asked, instructions, desk, text, missing)
            except (BudgetSpent, ModelUnavailable) as error:
                desk.tell(f"read without the language model from here on: {error}")
                asked = None
                return {}

        offers, unreadable = dict[str, Offer](), list[str]()

        def miss(sentence: str) -> None:
            desk.tell(sentence)
            unreadable.append(sentence)

        due = [visit for visit in state.visits if visit.changed]
        for place, visit in enumerate(due):
            if not desk.in_time():
                miss(f"{len(due) - place} of {len(due)} pages were not read: no time was left")
                break
            page = pages.get(visit.address)
            if page is None:
                continue
            try:
                offer = extract(visit.address, page.html, known_sites[visit.site], rates, read)
            except (LayoutChanged, NotAnOffer) as error:
                miss(str(error))
            # Whatever is wrong with one page, the others are read.
            except Exception as error:
                miss(f"{visit.address} could not be read: {type(error).__name__}: {error}")
            else:
                offers[offer.key] = offer
        desk.tell(f"{len(offers)} offers to think about")
        return {"offers": list(offers.values()), "unreadable": unreadable}

    return Agent(
        name="extractor",
        purpose="read the offers on the pages, each field with its provenance",
        reads=("visits",),
        writes=("offers", "unreadable"),
        work=work,
        instructions=instructions,
    )
