"""A model that says what a test tells it to."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import Field, SkipValidation

Said = str | AIMessage | Exception | list[str | Exception]
Script = Callable[[list[BaseMessage]], Said]


def refusal(words: str = "I cannot help with that.") -> AIMessage:
    """What a model gives that declines to answer."""
    return AIMessage("", additional_kwargs={"refusal": words})


class ScriptedModel(BaseChatModel):
    """Gives its replies in their order, and the last one again; an exception is raised.

    A reply may be a function of the messages. A text is streamed word by word, a list piece by
    piece: it may end with an exception, and otherwise breaks off without a reason for its end.
    `requests` keeps the messages that it was asked with, `seconds` how long it was given for each,
    `tools` the names of the tools offered.
    """

    replies: SkipValidation[Sequence[Said | Script]]
    requests: list[list[BaseMessage]] = Field(default_factory=list)
    seconds: list[float] = Field(default_factory=list)
    tools: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **options: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Note the tools, which a script needs no schema of."""
        self.tools = [
            tool["function"]["name"] if isinstance(tool, dict) else str(getattr(tool, "name", ""))
            for tool in tools
        ]
        return self.bind(**options)

    def _next(self, messages: list[BaseMessage]) -> AIMessage | list[str | Exception]:
        reply = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(list(messages))
        said = reply(messages) if callable(reply) else reply
        if isinstance(said, Exception):
            raise said
        return AIMessage(said) if isinstance(said, str) else said

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        said = self._next(messages)
        assert isinstance(said, AIMessage)
        return ChatResult(generations=[ChatGeneration(message=said)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.seconds.append(options.get("timeout", float("inf")))
        said = self._next(messages)
        words = said if isinstance(said, list) else re.findall(r"\S*\s*", said.text)
        for piece in words:
            if isinstance(piece, Exception):
                raise piece
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        if isinstance(said, list):
            return
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                tool_calls=said.tool_calls,
                usage_metadata=said.usage_metadata,
                additional_kwargs=said.additional_kwargs,
                response_metadata={"finish_reason": "stop"} | said.response_metadata,
            )
        )
