"""Sentence encoder and cross-encoder on a GPU, in 16 bits; on a CPU they run in 32."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer

from ..ingestion.chunking import searchable
from ..ports import Hit, Vectors

# Fewer texts than this are done before a second GPU has started.
_WORTH_ALL_GPUS = 5000
_REVISION_SHOWN = 12


class SentenceEncoder:
    """Embeds with the sentence-transformers model in `folder`, on every GPU there is."""

    def __init__(self, name: str, folder: Path, batch_size: int) -> None:
        self._model = SentenceTransformer(str(folder), model_kwargs=_precision())
        self._batch_size = batch_size
        self.dimension = len(self._model.encode(""))
        # Another revision of a model gives other vectors. In the hub's cache its folder bears it.
        self.name = f"{name}@{folder.name[:_REVISION_SHOWN]}"

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

    def __init__(self, folder: Path) -> None:
        self._model = CrossEncoder(str(folder), model_kwargs=_precision())

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
