"""An embedder fitted on the documents themselves: no download, no licence, no network.

Subwords weighted by TF-IDF and reduced by truncated singular value decomposition (latent semantic
analysis, Deerwester et al. 1990). Subwords let it find what is misspelt.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from ..ports import Vectors
from ..words.analysis import subwords, word_subwords, words

Arrays = Mapping[str, NDArray[np.generic]]
PREFIX = "fitted"
_MAX_SUBWORDS = 30_000
# Beyond this many passages a sample of them gives the same directions.
_MAX_FIT = 10_000
_NONE = np.empty(0, dtype=np.intp)


class FittedEmbedder:
    """TF-IDF over subwords, projected to `dimension` numbers.

    Made by `fit`, or from the arrays that an earlier one left.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._components = np.asarray(arrays["components"], dtype=np.float32)
        self._idf = np.asarray(arrays["idf"], dtype=np.float32)
        listed = arrays["subwords"].tobytes().decode().split("\n")
        self._columns = {subword: column for column, subword in enumerate(listed)}
        self._columns_of = lru_cache(maxsize=100_000)(self._find_columns)
        digest = sha256(self._components.tobytes() + arrays["subwords"].tobytes())
        self.name = f"{PREFIX}-{self.dimension}-{digest.hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        return int(self._components.shape[1])

    @classmethod
    def fit(cls, texts: Sequence[str], dimension: int) -> "FittedEmbedder":
        """Learn weights and directions from texts; fewer texts give fewer dimensions."""
        step = max(1, len(texts) // _MAX_FIT)
        sample = texts[::step]
        weigher = TfidfVectorizer(
            analyzer=subwords,
            dtype=np.float32,
            sublinear_tf=True,
            min_df=2,
            max_features=_MAX_SUBWORDS,
        )
        try:
            weighted = weigher.fit_transform(sample)
        except ValueError:
            # No subword stands in two texts, so every one counts; and one there must be.
            weigher.set_params(min_df=1)
            weighted = weigher.fit_transform([*sample, PREFIX])
        rank = max(1, min(dimension, weighted.shape[0] - 1, weighted.shape[1] - 1))
        _, _, directions = randomized_svd(weighted, rank, n_iter=3, random_state=0)
        listed = "\n".join(weigher.get_feature_names_out()).encode()
        return cls(
            {
                "components": np.ascontiguousarray(directions.T, dtype=np.float32),
                "idf": weigher.idf_.astype(np.float32),
                "subwords": np.frombuffer(listed, dtype=np.uint8),
            }
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors; a text that shares no subword with the documents gives zeros."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> Vectors:
        found = np.concatenate([_NONE, *map(self._columns_of, words(text))])
        columns, counts = np.unique(found, return_counts=True)
        weights = (1 + np.log(counts.astype(np.float32))) * self._idf[columns]
        vector: Vectors = weights @ self._components[columns]
        vector /= max(float(np.linalg.norm(vector)), 1e-12)
        return vector

    def _find_columns(self, word: str) -> NDArray[np.intp]:
        found = (self._columns.get(subword) for subword in word_subwords(word))
        return np.array([column for column in found if column is not None], dtype=np.intp)
