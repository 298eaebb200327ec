"""A language model behind the OpenAI-compatible protocol.

Hosted providers speak it, and so do vLLM, llama.cpp's server and Ollama: only the address differs.
"""

import logging
from collections.abc import Iterator
from json import JSONDecodeError

import httpx
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DefaultHttpxClient,
    OpenAI,
    Stream,
)
from openai.types.chat import ChatCompletionChunk

from ..ports import ModelUnavailable
from .connection import certificates
from .patience import PAUSE_SECONDS, Deadline, attempt, until

_log = logging.getLogger(__name__)


class OpenAICompatible:
    """Streams chat completions from `base_url`; None means the library's own default.

    `hint` ends the message when nobody listens there: what to start, or what to set.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        api_key: str,
        timeout_seconds: float,
        retries: int = 1,
        pause_seconds: float = PAUSE_SECONDS,
        hint: str = "",
    ) -> None:
        self.name = model
        self._timeout, self._hint = timeout_seconds, hint
        self._retries, self._pause = retries, pause_seconds
        self._client = OpenAI(
            base_url=base_url,
            api_key=api_key,
            timeout=timeout_seconds,
            max_retries=0,
            http_client=DefaultHttpxClient(verify=certificates()),
        )

    def stream(self, system: str, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable, saying what went wrong."""
        deadline = Deadline(self._timeout)

        def call(seconds: float) -> Stream[ChatCompletionChunk]:
            return self._client.chat.completions.create(
                model=self.name,
                messages=[
                    {"role": "system", "content": system},
                    {"role": "user", "content": prompt},
                ],
                max_tokens=max_tokens,
                temperature=0.0,
                stream=True,
                timeout=seconds,
            )

        try:
            answer = attempt(call, deadline, retries=self._retries, pause_seconds=self._pause)
            with answer as chunks:
                yield from until(_texts(chunks), deadline, self.name)
        except (APITimeoutError, httpx.TimeoutException) as error:
            raise ModelUnavailable(f"{self.name} was silent for {self._timeout:g} s") from error
        except (APIConnectionError, httpx.TransportError) as error:
            _log.warning("%s cannot be reached at %s", self.name, self._client.base_url)
            raise ModelUnavailable(f"{self.name} cannot be reached{self._hint}") from error
        except APIStatusError as error:
            # Readers are told the status alone: a provider's words may hold part of a key.
            _log.warning("%s refused: %s", self.name, error.message[:200])
            raise ModelUnavailable(
                f"{self.name} refused with status {error.status_code}"
            ) from error
        except (APIError, JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
            # A server that does not speak the protocol gives the library objects without the
            # fields that its types promise.
            raise ModelUnavailable(f"{self.name} answered outside of the protocol") from error


def _texts(chunks: Stream[ChatCompletionChunk]) -> Iterator[str]:
    for chunk in chunks:
        # The last chunk may report usage and hold no choice.
        if chunk.choices:
            yield chunk.choices[0].delta.content or ""
