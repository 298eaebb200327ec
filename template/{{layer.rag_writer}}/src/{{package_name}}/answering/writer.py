"""The language model as the answerer wants it: text in, text out."""

from collections.abc import Iterator

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig
from prometheus_client import CollectorRegistry

from ..language_models import errors
from ..language_models.alike import Embed
from ..language_models.language_model import build_language_model
from ..ports import LanguageModel, ModelUnavailable, Request


class Writer:
    """Writes with a chat model."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self._model, self.name = model, name

    def stream(self, request: Request) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable, at the latest on the first piece."""
        try:
            messages = [SystemMessage(request.system), HumanMessage(request.prompt)]
            told: RunnableConfig = {"metadata": dict(request.metadata)}
            for piece in self._model.stream(messages, told, question=request.question):
                if piece.text:
                    yield piece.text
        except errors.ModelUnavailable as failure:
            raise ModelUnavailable(str(failure)) from failure


def build_writer(registry: CollectorRegistry | None, embed: Embed) -> LanguageModel | None:
    """Return the model that models.toml names, or None where none can be used."""
    model = build_language_model(registry, embed)
    return Writer(model, model.name_of_first) if model else None
