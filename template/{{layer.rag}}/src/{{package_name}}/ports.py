"""What varies, and what the rest of the code may expect of it.

Nothing here names a library or a provider. `wiring.py` chooses what stands behind each port.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that can be found and cited.

    `id` is a hash of the document's name, the section and the text, so it stays the same for as
    long as they do. `section` is the path of headings, joined with " > ", and may be empty.
    """

    id: str
    document: str
    title: str
    section: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk with its score: higher is better, and only comparable within one search."""

    chunk: Chunk
    score: float


class EmbeddingFailed(RuntimeError):
    """The embedder could not do its work; the message says why and what to do."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their likeness."""

    @property
    def name(self) -> str:
        """Identifies model and settings: vectors of different names must not be compared."""

    @property
    def dimension(self) -> int:
        """Length of each vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), each row of length 1 or 0.

        Raises EmbeddingFailed.
        """


class Retriever(Protocol):
    """Finds passages for a question."""

    def search(self, query: str, k: int, where: Mapping[str, str] | None = None) -> list[Hit]:
        """Return at most `k` hits, best first.

        `where` keeps chunks whose `document`, `title`, `section` or metadata value equals what is
        given, and is applied before ranking.
        """


class Reranker(Protocol):
    """Puts the found passages in a better order."""

    def rerank(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, with new scores."""


class ModelUnavailable(RuntimeError):
    """No language model could answer: not configured, not reachable, refused or timed out."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a language model is asked: what it is, then the `prompt`.

    `question` is the part of the prompt in the words of whoever asks. `metadata` names the file of
    the prompt and its version, for traces.
    """

    system: str
    prompt: str
    question: str
    metadata: Mapping[str, str] = field(default_factory=dict)


class LanguageModel(Protocol):
    """Writes text, piece by piece."""

    @property
    def name(self) -> str:
        """Identifies provider and model, for reports and logs."""

    def stream(self, request: Request) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable, at the latest on the first piece."""
