"""A model behind Anthropic's Messages protocol."""

import httpx
from anthropic import APIConnectionError, APITimeoutError
from langchain_anthropic import ChatAnthropic
from pydantic import SecretStr

from .source import Faults

FAULTS = Faults(
    silent=(APITimeoutError, httpx.TimeoutException),
    unreachable=(APIConnectionError, httpx.TransportError),
)


def anthropic_messages(
    name: str, *, base_url: str | None, api_key: str, max_tokens: int
) -> ChatAnthropic:
    """Return the model; a `base_url` names a gateway that stands before Anthropic."""
    return ChatAnthropic(
        model=name,
        base_url=base_url,
        api_key=SecretStr(api_key),
        max_tokens_to_sample=max_tokens,
        # Retries are ours: they know the deadline.
        max_retries=0,
        timeout=None,
        stop=None,
    )
