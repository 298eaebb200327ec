"""What a run may spend, and whether the next step still fits.

A step is only taken where its worst case fits, so that no budget is ever exceeded. What a request
to the model costs is known afterwards; before, it is bounded: a token has at least one byte, so a
text has at most as many tokens as bytes.
"""

import json
from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..language_models.prices import Price
from ..ports import Spent

# Fewer tokens than these are no answer.
_LEAST_ANSWER = 64
_PER_MESSAGE = 16
# Of 1,024 pixels square most make 800 to 1,700 tokens; a few small models count many times that.
_PER_PICTURE = 2_000
# About: it decides what is likely to fit, never what may be spent.
_BYTES_PER_TOKEN = 3


class BudgetSettings(BaseSettings):
    """The limits of one run: `BUDGET_*` in the environment or in `.env`.

    A step is one request to the model. `cost` is in US dollars; the prices, for a million tokens,
    are those of models.toml unless they are set here. `answer_tokens` is the most that the model
    may write in a step, `context` the most that it reads at once, `picture_tokens` the most that it
    makes of a picture.
    """

    model_config = SettingsConfigDict(env_prefix="BUDGET_", env_file=".env", extra="ignore")

    steps: int = Field(default=12, ge=1)
    tokens: int = Field(default=200_000, ge=1)
    seconds: float = Field(default=120.0, gt=0)
    cost: float = Field(default=0.50, ge=0)
    price_input: float = Field(default=0.0, ge=0)
    price_output: float = Field(default=0.0, ge=0)
    answer_tokens: int = Field(default=2_000, ge=_LEAST_ANSWER)
    context: int = Field(default=30_000, ge=1_000)
    picture_tokens: int = Field(default=_PER_PICTURE, ge=1)

    def priced(self, prices: Sequence[Price]) -> "BudgetSettings":
        """The same with the highest of the prices, unless it has its own."""
        if not prices or self.price_input or self.price_output:
            return self
        highest = {
            "price_input": max(price.input for price in prices),
            "price_output": max(price.output for price in prices),
        }
        return self.model_copy(update=highest)

    def price(self, input_tokens: int, output_tokens: int) -> float:
        """Return what so many tokens cost."""
        return (input_tokens * self.price_input + output_tokens * self.price_output) / 1e6

    def answer(self, spent: Spent, known: int, fresh: int) -> int:
        """Return how many tokens the model may write next. Raises Exhausted.

        It has to read as many tokens as are `known`, and at most as many as the `fresh` bytes.
        """
        input_tokens = known + fresh
        if spent.steps >= self.steps:
            raise Exhausted(f"its {self.steps} steps are used up")
        if spent.seconds >= self.seconds:
            raise Exhausted(f"its {self.seconds:.3g} s are over")
        if known + fresh // _BYTES_PER_TOKEN + _LEAST_ANSWER > self.context:
            raise Exhausted(f"what it read no longer fits into {self.context:,} tokens")
        left = self.tokens - spent.input_tokens - spent.output_tokens - input_tokens
        if left < _LEAST_ANSWER:
            raise Exhausted(f"another step might exceed its {self.tokens:,} tokens")
        money = self.cost - spent.cost - self.price(input_tokens, 0)
        affordable = money * 1e6 / self.price_output if self.price_output else float("inf")
        if money < 0 or affordable < _LEAST_ANSWER:
            raise Exhausted(f"another step might cost more than its {self.cost:.2f}")
        return int(min(self.answer_tokens, left, affordable))


class Exhausted(RuntimeError):
    """The next step might exceed the budget; the text says which part of it."""


def size(
    messages: Sequence[AnyMessage], definitions: str, picture: int = _PER_PICTURE
) -> tuple[int, int]:
    """Return the size of a request with these messages and tools: tokens, and bytes besides.

    The tokens are those that the model counted itself, up to its last reply. A `picture` counts as
    so many bytes.
    """
    known, rest = 0, list(messages)
    for place in range(len(messages) - 1, -1, -1):
        message = messages[place]
        if isinstance(message, AIMessage) and message.usage_metadata:
            known, rest = message.usage_metadata["total_tokens"], list(messages[place + 1 :])
            break
    else:
        rest.append(HumanMessage(definitions))
    return known, sum(_PER_MESSAGE + written(message, picture) for message in rest)


def written(message: AnyMessage, picture: int = _PER_PICTURE) -> int:
    """Return the bytes of a message: its words, its calls, and what stands for its pictures."""
    content = message.content
    parts = [content] if isinstance(content, str) else content
    texts = [one if isinstance(one, str) else one.get("text") for one in parts]
    words = sum(len(text.encode(errors="replace")) for text in texts if text is not None)
    if not isinstance(message, AIMessage):
        return words + picture * texts.count(None)
    thoughts = [one for one, text in zip(parts, texts, strict=True) if text is None]
    asked = [*message.tool_calls, *message.invalid_tool_calls]
    calls = [[one["name"], one["args"]] for one in asked]
    return words + sum(len(json.dumps(one, default=str)) for one in [*thoughts, *calls])
