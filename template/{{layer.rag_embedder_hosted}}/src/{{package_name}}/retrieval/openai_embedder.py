"""An embedder behind the OpenAI-compatible protocol."""

from collections.abc import Sequence
from json import JSONDecodeError

import httpx
import numpy as np
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DefaultHttpxClient,
    OpenAI,
)
from openai.types import CreateEmbeddingResponse

from ..language_models.connection import certificates
from ..language_models.patience import RETRIED, Deadline, attempt
from ..ports import EmbeddingFailed, Vectors

_ATTEMPTS = 5
# A question must not wait; a batch of passages has this much more time for each of them.
_SECONDS_PER_TEXT = 0.25


class OpenAIEmbedder:
    """Asks for vectors of `dimension` numbers, `batch_size` texts at a time."""

    def __init__(
        self,
        model: str,
        *,
        dimension: int,
        base_url: str | None,
        api_key: str,
        batch_size: int,
        timeout_seconds: float,
        pause_seconds: float = 0.2,
    ) -> None:
        self.name = f"{model}-{dimension}"
        self.dimension = dimension
        self._model, self._batch_size = model, batch_size
        self._timeout, self._pause = timeout_seconds, pause_seconds
        self._client = OpenAI(
            base_url=base_url,
            api_key=api_key,
            max_retries=0,
            http_client=DefaultHttpxClient(verify=certificates()),
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text. Raises EmbeddingFailed."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), self._batch_size):
            batch = list(texts[start : start + self._batch_size])
            vectors[start : start + len(batch)] = self._batch(batch)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors

    def _batch(self, texts: list[str]) -> Vectors:
        deadline = Deadline(self._timeout + _SECONDS_PER_TEXT * (len(texts) - 1))

        def call() -> CreateEmbeddingResponse:
            return self._client.embeddings.create(
                model=self._model,
                input=texts,
                dimensions=self.dimension,
                encoding_format="float",
                timeout=deadline.left,
            )

        try:
            response = attempt(
                call,
                deadline,
                attempts=_ATTEMPTS,
                pause_seconds=self._pause,
                passing=lambda failure: getattr(failure, "status_code", None) in RETRIED,
            )
            return self._checked(response, len(texts))
        except (APITimeoutError, httpx.TimeoutException) as error:
            raise EmbeddingFailed(f"{self._model} gave no vectors in time") from error
        except (APIConnectionError, httpx.TransportError) as error:
            raise EmbeddingFailed(
                f"{self._model} cannot be reached at {self._client.base_url}"
            ) from error
        except APIStatusError as error:
            # Its message quotes the provider, who may quote a key.
            raise EmbeddingFailed(
                f"{self._model} refused with status {error.status_code}"
            ) from None
        except (APIError, JSONDecodeError, ValueError, AttributeError, TypeError) as error:
            raise EmbeddingFailed(f"{self._model} answered outside of the protocol") from error

    def _checked(self, response: CreateEmbeddingResponse, count: int) -> Vectors:
        rows = {item.index: item.embedding for item in response.data}
        vectors = np.asarray([rows.get(number, []) for number in range(count)], dtype=np.float32)
        if vectors.shape != (count, self.dimension) or not np.isfinite(vectors).all():
            raise EmbeddingFailed(
                f"{self._model} did not give {count} vectors of {self.dimension} numbers"
            )
        return vectors
