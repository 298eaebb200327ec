"""What an agent works with: a clock that runs out, a purse, and a voice for the log."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, cast

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import LLMResult

from ..language_models.structured import ATTEMPTS, Schema, ask

# Of English, a token has about four letters; three err on the safe side.
_LETTERS_PER_TOKEN = 3
# What a small schema and an answer to it take.
_ANSWER_TOKENS = 500


class BudgetSpent(RuntimeError):
    """The round has no tokens left for another question."""


class Requests(BaseCallbackHandler):
    """Counts the requests of one desk, and those that a source answered that was not the first."""

    def __init__(self) -> None:
        self.made = self.fallbacks = 0

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Count a request."""
        self.made += 1

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """Look who has answered."""
        message = getattr(response.generations[0][0], "message", None)
        self.fallbacks += bool(message and message.response_metadata.get("fallback"))


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
        self.used = self.questions = self.usable = 0
        self.requests = Requests()
        self._tokens = tokens

    def in_time(self) -> bool:
        """Whether there are seconds left."""
        return monotonic() < self.until

    def ask(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        schema: type[Schema],
        metadata: Mapping[str, str],
    ) -> Schema:
        """Ask a language model, if what it may cost is there; `metadata` goes into its traces.

        Raises ModelUnavailable, or BudgetSpent before anything is asked.
        """
        letters = sum(len(message.text) for message in messages)
        most = ATTEMPTS * (letters // _LETTERS_PER_TOKEN + _ANSWER_TOKENS)
        if most > self._tokens - self.used:
            raise BudgetSpent("the tokens of this round are used up")
        # Counted as used before it is asked: who never comes back has used it.
        self.used += most
        self.questions += 1
        # `ask` invokes a model and does nothing else with it, which a bound one can do as well.
        bound = model.with_config(metadata=dict(metadata), callbacks=[self.requests])
        answer, counted = ask(cast("BaseChatModel", bound), messages, schema)
        self.usable += 1
        # A server that counts nothing is taken at the highest estimate.
        self.used += (counted or most) - most
        return answer
