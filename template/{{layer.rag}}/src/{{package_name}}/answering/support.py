"""How likely it is that the passages found answer the question.

A logistic model of three numbers that do not depend on the embedder: how much of the question the
documents know at all (`known`), how much of it the best passage says (`covered`), and how long the
question is, since the words of a long one never stand all in one passage. Its weights are fitted on
the development questions with `make calibrate`, never on the test questions.
"""

import math
from collections.abc import Sequence

from ..ingestion.chunking import searchable
from ..ports import Hit
from ..retrieval.analysis import stems
from .settings import AnswerSettings
from .terms import Term, covered, known

Features = tuple[float, float, float]
# Passages further down are rarely what the answer rests on.
_BEST = 3


def features(terms: Sequence[Term], hits: Sequence[Hit]) -> Features:
    """Return `known`, `covered` of the best of the first passages, and the logarithmic length."""
    said = [covered(terms, frozenset(stems(searchable(hit.chunk)))) for hit in hits[:_BEST]]
    return known(terms), max(said, default=0.0), math.log(1 + len(terms))


def probability(values: Features, settings: AnswerSettings) -> float:
    """Return the estimated probability, 0 to 1, that the passages answer the question."""
    known_share, covered_share, length = values
    score = (
        settings.support_bias
        + settings.support_known * known_share
        + settings.support_covered * covered_share
        + settings.support_length * length
    )
    return 1 / (1 + math.exp(-score))
