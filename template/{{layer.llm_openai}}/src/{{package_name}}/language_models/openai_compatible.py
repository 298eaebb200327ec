"""A model behind the OpenAI-compatible protocol.

Hosted providers speak it, and so do vLLM, llama.cpp's server and Ollama: only the address differs.
"""

from typing import Any

import httpx
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from openai import APIConnectionError, APITimeoutError, DefaultHttpxClient
from pydantic import SecretStr

from .connection import certificates
from .faults import Faults
from .silence import LimitedBody

FAULTS = Faults(
    silent=(APITimeoutError, httpx.TimeoutException),
    unreachable=(APIConnectionError, httpx.TransportError),
)


class OpenAICompatible(ChatOpenAI):
    """LangChain's client, in the words that every server of the protocol knows."""

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        payload: dict[str, Any] = super()._get_request_payload(input_, stop=stop, **kwargs)
        # OpenAI renamed it for its own models; not every server has followed.
        if self.openai_api_base and "max_completion_tokens" in payload:
            payload["max_tokens"] = payload.pop("max_completion_tokens")
        return payload

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type[BaseMessageChunk],
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        # The words in which a model declines stand beside its answer, and would be dropped.
        for choice in chunk.get("choices") or ():
            if made and (choice.get("delta") or {}).get("refusal"):
                made.message.additional_kwargs["refusal"] = choice["delta"]["refusal"]
        return made


class _Body(LimitedBody, httpx.SyncByteStream):
    silent = httpx.ReadTimeout


def limit(response: httpx.Response) -> None:
    """Give a response up when its call has been silent for too long, whatever bytes come."""
    assert isinstance(response.stream, httpx.SyncByteStream)
    response.stream = _Body(response.stream)


def openai_compatible(
    name: str, *, base_url: str | None, api_key: str, max_tokens: int
) -> OpenAICompatible:
    """Return the model; a `base_url` of None means OpenAI's own."""
    return OpenAICompatible(
        model=name,
        base_url=base_url,
        api_key=SecretStr(api_key),
        max_tokens=max_tokens,
        temperature=0.0,
        # Retries are ours: they know the deadline.
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
        http_client=DefaultHttpxClient(
            verify=certificates(), event_hooks={"response": [limit]}, follow_redirects=False
        ),
    )
