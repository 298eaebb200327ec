"""What an agent tells its language model is a file in `instructions/`: system, then request."""

from pathlib import Path
from typing import Self

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ..prompts import ChatPrompt, FaultyPrompt
from ..rules import Faulty


class Instructions(ChatPrompt):
    """The instructions of a file, as messages."""

    @classmethod
    def read(cls, path: Path, *placeholders: str) -> Self:
        """Return the instructions of a file whose request has these placeholders. Raises Faulty."""
        try:
            return super().read(path, *placeholders)
        except FaultyPrompt as error:
            raise Faulty(str(error)) from error

    def messages(self, **values: str) -> list[BaseMessage]:
        """Return the system message, and the request with its placeholders filled in."""
        return [SystemMessage(self.system), HumanMessage(self.asking(**values))]
