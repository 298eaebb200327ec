"""The appraiser estimates a fair price for each offer, with as many opinions as there are."""

from langchain_core.language_models import BaseChatModel

from ..crew.agent import Agent, Update
from ..crew.desk import BudgetSpent, Desk
from ..crew.instructions import Instructions
from ..crew.state import Estimate, Round
from ..language_models.errors import ModelUnavailable
from ..offers.offer import Offer
from ..pricing.appraisal import Appraisal
from ..pricing.opinion import ask_opinion

# Below this share of the two estimators' price an offer may be worth the cost of a third opinion.
_WORTH_ASKING = 0.9


def appraiser(
    appraisal: Appraisal, instructions: Instructions, model: BaseChatModel | None
) -> Agent:
    """Return the appraiser; the language model is asked only about what looks cheap."""

    def work(state: Round, desk: Desk) -> Update:
        asked = model
        estimates = list[Estimate]()
        for offer in state.offers:
            if asked and not desk.in_time():
                desk.tell("estimated without the language model from here on: no time was left")
                asked = None
            try:
                estimates.append(estimate(offer, desk, asked))
            except (BudgetSpent, ModelUnavailable) as error:
                desk.tell(f"estimated without the language model from here on: {error}")
                asked = None
                estimates.append(estimate(offer, desk, None))
        third = sum("language model" in one.opinions for one in estimates)
        desk.tell(
            f"{len(estimates)} estimates: a trained model and past prices for each, learnt from "
            f"{appraisal.source}"
            + (f", a language model for {third}" if model else ", no language model is there")
        )
        return {"estimates": estimates}

    def estimate(offer: Offer, desk: Desk, asked: BaseChatModel | None) -> Estimate:
        opinions = appraisal.opinions(offer)
        first = appraisal.combine(offer.key, opinions)
        if asked is None or offer.euros > _WORTH_ASKING * first.fair:
            return first
        opinion = ask_opinion(asked, instructions, desk, offer, appraisal.examples(offer))
        return appraisal.combine(offer.key, {**opinions, "language model": opinion})

    return Agent(
        name="appraiser",
        purpose="estimate a fair price for each offer, and how sure that is",
        reads=("offers",),
        writes=("estimates",),
        work=work,
        instructions=instructions,
    )
