"""Sentence encoder and cross-encoder on a GPU, in 16 bits; on a CPU they run in 32."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HFValidationError, HfHubHTTPError, LocalEntryNotFoundError
from sentence_transformers import CrossEncoder, SentenceTransformer

from .chunking import searchable
from .ports import Hit, Vectors

_WEIGHTS = ["*.json", "*.txt", "*.model", "*.safetensors", "**/*.json", "**/*.safetensors"]
# Fewer texts than this are done before a second GPU has started.
_WORTH_ALL_GPUS = 5000
_REVISION_SHOWN = 12


class WeightsMissing(RuntimeError):
    """The weights are neither on this machine nor can they be downloaded."""


class SentenceEncoder:
    """Embeds with a sentence-transformers model, on every GPU there is."""

    def __init__(self, name: str, revision: str | None, batch_size: int) -> None:
        folder = _weights(name, revision)
        self._model = SentenceTransformer(str(folder), model_kwargs=_precision())
        self._batch_size = batch_size
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        # Another revision of a model gives other vectors. In the hub's cache its folder bears it.
        self.name = f"{name}@{revision or folder.name}"[: len(name) + 1 + _REVISION_SHOWN]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text."""
        gpus = torch.cuda.device_count()
        several = gpus > 1 and len(texts) >= _WORTH_ALL_GPUS
        vectors = self._model.encode(
            list(texts),
            batch_size=self._batch_size,
            device=[f"cuda:{number}" for number in range(gpus)] if several else None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


class CrossEncoderReranker:
    """Reads question and passage together: slower than vectors, and a better judge."""

    def __init__(self, name: str, revision: str | None) -> None:
        self._model = CrossEncoder(str(_weights(name, revision)), model_kwargs=_precision())

    def rerank(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits in the order of the model's judgement."""
        if not hits:
            return []
        scores = self._model.predict(
            [(query, searchable(hit.chunk)) for hit in hits], show_progress_bar=False
        )
        judged = [Hit(hit.chunk, float(score)) for hit, score in zip(hits, scores, strict=True)]
        return sorted(judged, key=lambda hit: -hit.score)


def _precision() -> dict[str, Any]:
    return {"dtype": torch.float16 if torch.cuda.is_available() else torch.float32}


def _weights(name: str, revision: str | None) -> Path:
    if Path(name).is_dir():
        return Path(name)
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=_WEIGHTS))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise WeightsMissing(f"the weights of {name} cannot be had ({_short(error)})") from error


def _short(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:120] or type(error).__name__
