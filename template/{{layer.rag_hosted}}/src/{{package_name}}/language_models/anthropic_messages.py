"""A language model behind Anthropic's Messages protocol."""

import logging
from collections.abc import Iterator
from json import JSONDecodeError

import httpx
from anthropic import (
    Anthropic,
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DefaultHttpxClient,
    Stream,
)
from anthropic.types import RawMessageStreamEvent

from ..ports import ModelUnavailable
from .connection import certificates
from .patience import PAUSE_SECONDS, Deadline, attempt, until

_log = logging.getLogger(__name__)


class AnthropicMessages:
    """Streams messages from Anthropic, or from `base_url` where a gateway stands before it."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        api_key: str,
        timeout_seconds: float,
        retries: int = 1,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self.name = model
        self._timeout, self._retries, self._pause = timeout_seconds, retries, pause_seconds
        self._client = Anthropic(
            base_url=base_url,
            api_key=api_key,
            timeout=timeout_seconds,
            max_retries=0,
            http_client=DefaultHttpxClient(verify=certificates()),
        )

    def stream(self, system: str, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable, saying what went wrong."""
        deadline = Deadline(self._timeout)

        def call(seconds: float) -> Stream[RawMessageStreamEvent]:
            return self._client.messages.create(
                model=self.name,
                system=system,
                messages=[{"role": "user", "content": prompt}],
                max_tokens=max_tokens,
                stream=True,
                timeout=seconds,
            )

        try:
            answer = attempt(call, deadline, retries=self._retries, pause_seconds=self._pause)
            with answer as events:
                yield from until(_texts(events), deadline, self.name)
        except (APITimeoutError, httpx.TimeoutException) as error:
            raise ModelUnavailable(f"{self.name} was silent for {self._timeout:g} s") from error
        except (APIConnectionError, httpx.TransportError) as error:
            _log.warning("%s cannot be reached at %s", self.name, self._client.base_url)
            raise ModelUnavailable(f"{self.name} cannot be reached") from error
        except APIStatusError as error:
            # Readers are told the status alone: a provider's words may hold part of a key.
            _log.warning("%s refused: %s", self.name, error.message[:200])
            raise ModelUnavailable(
                f"{self.name} refused with status {error.status_code}"
            ) from error
        except (APIError, JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
            raise ModelUnavailable(f"{self.name} answered outside of the protocol") from error


def _texts(events: Stream[RawMessageStreamEvent]) -> Iterator[str]:
    for event in events:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            yield event.delta.text
