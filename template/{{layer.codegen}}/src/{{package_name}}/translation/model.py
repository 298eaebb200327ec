"""A language model as a translator."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from ..language_models.errors import ModelUnavailable
from ..ports import Attempt, NoTranslation, Written
from ..programs.program import Program
from .prompting import Prompts, code_block


class ModelTranslator:
    """Asks a chat model, and shows it its own attempts with what was wrong with them."""

    def __init__(self, model: BaseChatModel, prompts: Prompts, name: str) -> None:
        self._model, self._prompts = model, prompts
        self.name = name
        self.origin = f"written by the model, prompts {prompts.version}"

    def translate(self, program: Program, attempts: Sequence[Attempt]) -> Written:
        """Return the code of the model's reply, and who it came from. Raises NoTranslation."""
        messages: list[BaseMessage] = [
            SystemMessage(self._prompts.system),
            HumanMessage(self._prompts.request(program)),
        ]
        for attempt in attempts:
            messages.append(AIMessage(f"```cpp\n{attempt.source}```"))
            messages.append(HumanMessage(self._prompts.repair(attempt.complaint)))
        try:
            answer = self._model.invoke(messages, {"metadata": self._prompts.metadata})
        except ModelUnavailable as error:
            raise NoTranslation(str(error)) from error
        code, told = code_block(str(answer.text)), answer.response_metadata
        if not code.strip():
            raise NoTranslation(f"{self.name} answered without any code")
        return Written(code, told.get("answered_by", self.name), told.get("usd", 0.0))
