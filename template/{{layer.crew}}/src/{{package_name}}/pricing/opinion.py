"""The third estimator: what a language model says, having seen what similar things fetched."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, Field

from ..crew.desk import Desk
from ..crew.instructions import Instructions
from ..offers.offer import Offer
from .history import Sale

NAME = "language model"


class Opinion(BaseModel):
    """A number, and nothing that could be taken for an instruction."""

    euros: float = Field(gt=0, le=1_000_000, description="the fair price in euros")


def ask_opinion(
    model: BaseChatModel,
    instructions: Instructions,
    desk: Desk,
    offer: Offer,
    examples: Sequence[Sale],
) -> float:
    """Return what a model takes for a fair price, in euros. Raises ModelUnavailable, BudgetSpent.

    The asking price is not shown: it would be repeated.
    """
    about = offer.model_dump_json(
        include={"title", "category", "brand", "condition", "year", "description"}
    )
    past = "\n".join(sale.model_dump_json() for sale in examples)
    messages = instructions.messages(offer=about, past=past)
    return desk.ask(model, messages, Opinion, instructions.metadata).euros
