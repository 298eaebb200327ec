"""What an agent works with: a clock that runs out, a purse, and a voice for the log."""

from collections.abc import Callable, Sequence
from time import monotonic

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from ..language_models.structured import ATTEMPTS, Schema, ask

# Of English, a token has about four letters; three err on the safe side.
_LETTERS_PER_TOKEN = 3
# What a small schema and an answer to it take.
_ANSWER_TOKENS = 500


class BudgetSpent(RuntimeError):
    """The round has no tokens left for another question."""


class Desk:
    """One agent's, for one step. `tokens` is what its questions may use up, `until` its time."""

    def __init__(
        self,
        *,
        tokens: int,
        until: float = float("inf"),
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self.until, self.tell = until, tell
        self.used = 0
        self._tokens = tokens

    def in_time(self) -> bool:
        """Whether there are seconds left."""
        return monotonic() < self.until

    def ask(
        self, model: BaseChatModel, messages: Sequence[BaseMessage], schema: type[Schema]
    ) -> Schema:
        """Ask a language model, if what it may cost is there.

        Raises ModelUnavailable, or BudgetSpent before anything is asked.
        """
        letters = sum(len(message.text) for message in messages)
        most = ATTEMPTS * (letters // _LETTERS_PER_TOKEN + _ANSWER_TOKENS)
        if most > self._tokens - self.used:
            raise BudgetSpent("the tokens of this round are used up")
        # Counted as used before it is asked: who never comes back has used it.
        self.used += most
        answer, counted = ask(model, messages, schema)
        # A server that counts nothing is taken at the highest estimate.
        self.used += (counted or most) - most
        return answer
