"""A text classifier that is trained when the application starts, in a tenth of a second.

TF-IDF over words, pairs of words and the letters within them, then a logistic regression. Nothing
is saved: whoever adds a line to the examples has a new model at the next start.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from .examples import Example, StagesUnusable

_NONE = "none"
# Some hundred short texts: letters generalise to forms that no example has, words are more certain.
# A question mark is as good as a word.
_VIEWS = (
    {"ngram_range": (1, 2), "token_pattern": r"\w+|[?!.]"},
    {"analyzer": "char_wb", "ngram_range": (2, 4)},
)


@lru_cache(maxsize=8)
def trained(examples: tuple[Example, ...]) -> "TextClassifier":
    """Return a classifier, trained once for the same examples. Raises StagesUnusable."""
    return TextClassifier(examples)


class TextClassifier:
    """Tells labels apart. An example without a label belongs to the class `none`."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Train. Raises StagesUnusable where there are not two classes to tell apart."""
        texts = [example.text for example in examples]
        labels = [(*example.expected, _NONE)[0] for example in examples]
        if len(set(labels)) < 2:
            raise StagesUnusable(f"a classifier needs examples of two labels, not only {labels[0]}")
        self._views = [TfidfVectorizer(sublinear_tf=True, **view).fit(texts) for view in _VIEWS]
        self._model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
        self._model.fit(self._features(texts), labels)

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """Return for each text the probability of each label, `none` included."""
        rows = self._model.predict_proba(self._features(texts))
        labels = list(map(str, self._model.classes_))
        return [dict(zip(labels, map(float, row), strict=True)) for row in rows]

    def _features(self, texts: Sequence[str]) -> object:
        return hstack([view.transform(texts) for view in self._views], format="csr")
