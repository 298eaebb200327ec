"""The gateway as a model of Pydantic AI: messages there and back, tools, and what a reply cost.

Retries, fallback, budgets of callers, cost and traces stay the gateway's. A reply is kept as it
came, in the metadata of its response, so that nothing of it is lost on the way back.
"""

from collections.abc import Callable, Sequence
from functools import partial

from anyio import to_thread
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    messages_from_dict,
    messages_to_dict,
)
from langchain_core.runnables import Runnable
from pydantic_ai.messages import (
    ImageUrl,
    ModelMessage,
    ModelRequestPart,
    ModelResponse,
    ModelResponsePart,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from ..tools import Result, labelled
from .attached import Block, reference

Asking = Runnable[LanguageModelInput, AIMessage]
_REPLY = "reply"
# In the metadata of a result: whether it reads like instructions.
SUSPICIOUS = "suspicious"


class GatewayModel(Model[None]):
    """A LangChain model; `ask` asks it, tools bound, within what is left of time and tokens."""

    def __init__(
        self, chat: BaseChatModel, ask: Callable[[Asking, list[AnyMessage]], AIMessage]
    ) -> None:
        super().__init__()
        self._chat, self._ask = chat, ask

    @property
    def model_name(self) -> str:
        """The kind of model; the gateway tells by itself which source answered."""
        return self._chat._llm_type

    @property
    def system(self) -> str:
        """Who answers."""
        return "gateway"

    def prepare_messages(
        self,
        messages: list[ModelMessage],
        model_request_parameters: ModelRequestParameters | None = None,
    ) -> list[ModelMessage]:
        """Leave them as they are: results have labels, and a note on them would be the last word.

        Pydantic AI adds such notes in the name of the application, outside the budget.
        """
        return messages

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask for the next step. Raises what `ask` raises."""
        _, parameters = self.prepare_request(model_settings, model_request_parameters)
        tools = [
            {
                "type": "function",
                "function": {
                    "name": one.name,
                    "description": one.description or "",
                    "parameters": one.parameters_json_schema,
                },
            }
            for one in parameters.declared_function_tools
        ]
        ask = partial(self._ask, self._chat.bind_tools(tools), to_langchain(messages))
        # Whoever stops listening does not wait for an answer that nobody reads.
        return response_of(await to_thread.run_sync(ask, abandon_on_cancel=True))


def to_langchain(messages: Sequence[ModelMessage]) -> list[AnyMessage]:
    """Return a history as the gateway reads it, results of tools labelled as data."""
    read: list[AnyMessage] = []
    for message in messages:
        if isinstance(message, ModelResponse):
            read.append(reply_in(message))
        else:
            read.extend(_asked(part) for part in message.parts)
    return read


def reply_in(response: ModelResponse) -> AIMessage:
    """Return the reply of the gateway that a response stands for."""
    (reply,) = messages_from_dict([(response.metadata or {})[_REPLY]])
    assert isinstance(reply, AIMessage)
    return reply


def response_of(reply: AIMessage) -> ModelResponse:
    """Return the response that stands for a reply of the gateway."""
    parts: list[ModelResponsePart] = [TextPart(reply.text)] if reply.text else []
    parts += [ToolCallPart(one["name"], one["args"], one["id"] or "") for one in reply.tool_calls]
    parts += [
        ToolCallPart(one["name"] or "", one["args"], one["id"] or "")
        for one in reply.invalid_tool_calls
    ]
    usage = reply.usage_metadata
    read, wrote = (usage["input_tokens"], usage["output_tokens"]) if usage else (0, 0)
    return ModelResponse(
        parts,
        usage=RequestUsage(input_tokens=read, output_tokens=wrote),
        metadata={_REPLY: messages_to_dict([reply])[0]},
    )


def picture_part(block: Block) -> ImageUrl:
    """Return what stands for a picture of the task in a checkpoint: its address, not its bytes."""
    return ImageUrl(block["url"], media_type=block["mime_type"])


def _block(one: UserContent) -> str | Block:
    match one:
        case str(text):
            return {"type": "text", "text": text}
        case ImageUrl():
            return reference(one.url, mime_type=one.media_type)
        case _:
            raise TypeError(f"nothing here attaches a {type(one).__name__}")


def _asked(part: ModelRequestPart) -> AnyMessage:
    match part:
        case SystemPromptPart():
            return SystemMessage(part.content)
        case UserPromptPart(content=str(text)):
            return HumanMessage(text)
        case UserPromptPart():
            return HumanMessage([_block(one) for one in part.content])
        case ToolReturnPart():
            text, failed = str(part.content), part.outcome != "success"
            suspicious = bool((part.metadata or {}).get(SUSPICIOUS))
            return ToolMessage(
                labelled(part.tool_name, Result(text, failed, suspicious)),
                tool_call_id=part.tool_call_id,
                name=part.tool_name,
                artifact=text,
                status="error" if failed else "success",
            )
        case _:
            raise TypeError(f"nothing here makes a part of the kind {part.part_kind}")
