"""What the language model reads on a page: quotations alone, each of which must stand there."""

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, Field

from ..crew.desk import Desk
from ..crew.instructions import Instructions


class Reading(BaseModel):
    """The fields of an offer, each copied from the page letter by letter; empty where it is not."""

    title: str = Field(default="", description="what is offered")
    price: str = Field(default="", description="the price with its currency, as it is written")
    category: str = Field(default="", description="the kind of thing")
    brand: str = Field(default="", description="the maker")
    condition: str = Field(default="", description="the condition, in the page's words")
    year: str = Field(default="", description="the year in which it was made")


def read_page(
    model: BaseChatModel,
    instructions: Instructions,
    desk: Desk,
    text: str,
    missing: tuple[str, ...],
) -> dict[str, str]:
    """Return what a model finds of the missing fields; what is no quotation is dropped.

    Raises ModelUnavailable or BudgetSpent.
    """
    messages = instructions.messages(fields=", ".join(missing), page=text)
    reading = desk.ask(model, messages, Reading, instructions.metadata)
    found = {name: getattr(reading, name).strip() for name in missing}
    return {name: value for name, value in found.items() if value and value in text}
