"""A question to a language model whose answer has to fit a schema; nonsense is asked for again."""

import json
from collections.abc import Sequence
from typing import TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from .errors import ModelUnavailable

Schema = TypeVar("Schema", bound=BaseModel)
ATTEMPTS = 2


def ask(
    model: BaseChatModel, messages: Sequence[BaseMessage], schema: type[Schema]
) -> tuple[Schema, int]:
    """Return an answer that fits, and the tokens that it took; 0 where nobody counts them.

    An answer is the text between its first and its last brace, whatever is said around it. One that
    does not fit is not kept by the model's cache either. Raises ModelUnavailable where the second
    does not fit.
    """
    shape = json.dumps(schema.model_json_schema())
    wish = f"Answer with one JSON object that fits this schema, and with nothing else: {shape}"
    asked: list[BaseMessage] = [*messages, HumanMessage(wish)]
    tokens = 0

    def fits(said: str) -> bool:
        try:
            _read(said, schema)
        except ValidationError:
            return False
        return True

    for _ in range(ATTEMPTS):
        reply = model.invoke(asked, fits=fits)
        said, usage = reply.text, reply.usage_metadata
        tokens += usage["total_tokens"] if usage else 0
        try:
            answer = _read(said, schema)
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
            asked = [*asked, AIMessage(said), HumanMessage(f"That does not fit: {fault}. {wish}")]
        else:
            return answer, tokens
    raise ModelUnavailable("the language model answered nonsense twice", "nonsense")


def _read(said: str, schema: type[Schema]) -> Schema:
    return schema.model_validate_json(said[said.find("{") : said.rfind("}") + 1])
