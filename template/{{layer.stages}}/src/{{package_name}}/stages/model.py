"""A language model that is told nothing personal, whoever speaks to it: a turn, a summary, a tool.

Around a turn would be too early: what was said before, what tools gave and what a person approves
days later reach the model as well, and its calls need the real values. So each request is redacted
as a whole, the same value with the same placeholder, and what the model answers is restored.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.runnables.config import RunnableConfig
from langchain_core.tools import BaseTool
from pydantic import ConfigDict

from ..language_models.errors import ModelUnavailable
from ..language_models.told import ToldModel, told
from .exchange import PLACEHOLDER, Exchange, Restoring
from .redaction import hidden

# Blocks of content whose strings are bytes or addresses of bytes.
_BYTES = ("image", "image_url", "audio", "input_audio", "video", "file")
# Calls stand in the content of some providers a second time; what counts are the message's own.
_CALLS = ("tool_use", "input_json_delta")
_CALLING = ("tool_calls", "invalid_tool_calls", "tool_call_chunks")


class Redacted(ToldModel):
    """The `model`, with placeholders for what is personal; usage and metadata pass as they come.

    `withholding` puts them into the passages of an exchange. While it refuses, nothing is sent.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    model: BaseChatModel
    withholding: Callable[[Exchange], Exchange]

    @property
    def _llm_type(self) -> str:
        return self.model._llm_type

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **options: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools to the model, in its own way."""
        bound = self.model.bind_tools(tools, tool_choice=tool_choice, **options)
        return self.bind(**getattr(bound, "kwargs", {}))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        shown, exchange = self._shown(messages)
        config = _config(run_manager, options)
        reply = self.model.invoke(shown, config, stop=stop, **options)
        message = _changed(reply, exchange.restored)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        shown, exchange = self._shown(messages)
        restoring, calling = Restoring(exchange), []
        config = _config(run_manager, options)
        for piece in self.model.stream(shown, config, stop=stop, **options):
            if not isinstance(piece, AIMessageChunk):
                # A model that cannot stream says all at once.
                fields = _changed(piece, exchange.restored).model_dump(exclude={"type"})
                yield ChatGenerationChunk(message=AIMessageChunk(**fields))
                continue
            calling.append(AIMessageChunk(content="", tool_call_chunks=piece.tool_call_chunks))
            update: dict[str, Any] = {name: [] for name in _CALLING}
            update["content"] = _piece(piece.content, restoring)
            yield ChatGenerationChunk(message=piece.model_copy(update=update))
        # Arguments come in pieces of JSON: they are restored when they are whole.
        calls = add_ai_message_chunks(*calling).tool_call_chunks if calling else []
        into_json = partial(_into_json, exchange)
        whole = [{**one, "args": into_json(one["args"] or "")} for one in calls]
        if whole or restoring.held:
            last = AIMessageChunk(content=restoring.held, tool_call_chunks=whole)
            yield ChatGenerationChunk(message=last)

    def _shown(self, messages: Sequence[BaseMessage]) -> tuple[list[BaseMessage], Exchange]:
        """What the model may be told, and what restores its answer."""
        texts: list[str] = []

        def noted(text: str) -> str:
            texts.append(text)
            return text

        for message in messages:
            _changed(message, noted)
        exchange = self.withholding(Exchange("", passages=tuple(texts)))
        if exchange.refusal:
            raise ModelUnavailable(exchange.refusal, "refused")
        hide = partial(hidden, withheld=exchange.withheld)
        return [_changed(one, hide) for one in messages], exchange


def _changed(message: BaseMessage, change: Callable[[str], str]) -> BaseMessage:
    """A message whose texts are changed, and the arguments of its calls."""
    update = {"content": _within(message.content, change)}
    if isinstance(message, ToolMessage):
        # It is for programs, and no provider gets it.
        update["artifact"] = None
    if isinstance(message, AIMessage):
        update["additional_kwargs"] = _within(message.additional_kwargs, change)
        for name in _CALLING[:2]:
            calls = getattr(message, name)
            update[name] = [{**one, "args": _within(one["args"], change)} for one in calls]
    return message.model_copy(update=update)


def _within(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_within(one, change) for one in value]
        case {"type": str(kind)} if kind in _BYTES:
            return value
        case dict():
            return {name: _within(one, change) for name, one in value.items()}
        case int() if (text := change(str(value))) != str(value):
            # A number may be that of a card.
            return text
        case _:
            return value


def _piece(content: str | list[Any], restoring: Restoring) -> str | list[Any]:
    """The content of a piece, as far as it is sure by now."""
    if isinstance(content, str):
        return restoring.of(content)
    blocks = [one for one in content if isinstance(one, str) or one.get("type") not in _CALLS]
    return [
        restoring.of(one)
        if isinstance(one, str)
        else {**one, "text": restoring.of(one["text"])}
        if "text" in one
        else one
        for one in blocks
    ]


def _into_json(exchange: Exchange, text: str) -> str:
    """A text that is JSON, or was meant to be, restored."""

    def quoted(match: re.Match[str]) -> str:
        return json.dumps(exchange.restored(match[0]), ensure_ascii=False)[1:-1]

    return PLACEHOLDER.sub(quoted, text)


def _config(
    run_manager: CallbackManagerForLLMRun | None, options: dict[str, Any]
) -> RunnableConfig:
    return {"metadata": dict(told(run_manager, options))}
