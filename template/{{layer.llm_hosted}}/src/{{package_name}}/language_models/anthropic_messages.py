"""A model behind Anthropic's Messages protocol."""

from functools import cached_property

import httpx2
from anthropic import Anthropic, APIConnectionError, APITimeoutError, DefaultHttpxClient
from langchain_anthropic import ChatAnthropic
from pydantic import SecretStr

from .connection import certificates
from .faults import Faults
from .silence import LimitedBody

FAULTS = Faults(
    silent=(APITimeoutError, httpx2.TimeoutException),
    unreachable=(APIConnectionError, httpx2.TransportError),
)


class AnthropicMessages(ChatAnthropic):
    """LangChain's client, over a connection that knows when its call is over."""

    @cached_property
    def _client(self) -> Anthropic:
        return super()._client.copy(
            http_client=DefaultHttpxClient(
                verify=certificates(), event_hooks={"response": [limit]}, follow_redirects=False
            )
        )


class _Body(LimitedBody, httpx2.SyncByteStream):
    silent = httpx2.ReadTimeout


def limit(response: httpx2.Response) -> None:
    """Give a response up when its call has been silent for too long, whatever bytes come."""
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _Body(response.stream)


def anthropic_messages(
    name: str, *, base_url: str | None, api_key: str, max_tokens: int
) -> AnthropicMessages:
    """Return the model; a `base_url` names a gateway that stands before Anthropic."""
    return AnthropicMessages(
        model=name,
        base_url=base_url,
        api_key=SecretStr(api_key),
        max_tokens_to_sample=max_tokens,
        # Retries are ours: they know the deadline.
        max_retries=0,
        timeout=None,
        stop=None,
    )
