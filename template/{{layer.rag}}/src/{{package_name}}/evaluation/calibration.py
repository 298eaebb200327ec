"""Fits what tells a supported question from an unsupported one, on development questions only."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from ..answering.settings import AnswerSettings
from ..answering.support import Vocabulary, features, probability
from ..ports import Retriever
from .metrics import balanced_refusals
from .questions import Question

# Weak: four numbers are fitted on some forty questions.
_REGULARISATION = 10.0


def calibrate(
    questions: Sequence[Question],
    retriever: Retriever,
    vocabulary: Vocabulary,
    settings: AnswerSettings,
) -> tuple[AnswerSettings, float]:
    """Return settings with fitted weights and threshold, and their refusal accuracy.

    The threshold is the middle of the range of the best ones. Questions of the test part are left
    out, whatever is passed.
    """
    chosen = [question for question in questions if question.part == "development"]
    rows = [
        features(
            vocabulary.terms(question.question),
            retriever.search(question.question, settings.passages),
        )
        for question in chosen
    ]
    answerable = [question.answerable for question in chosen]
    model = LogisticRegression(C=_REGULARISATION, class_weight="balanced")
    model.fit(np.array(rows), np.array(answerable))
    fitted = settings.model_copy(
        update={
            "support_bias": round(float(model.intercept_[0]), 2),
            "support_known": round(float(model.coef_[0][0]), 2),
            "support_covered": round(float(model.coef_[0][1]), 2),
            "support_length": round(float(model.coef_[0][2]), 2),
        }
    )
    support = [probability(row, fitted) for row in rows]
    tried = [step / 100 for step in range(5, 96)]
    accuracy = [balanced_refusals([s < least for s in support], answerable) for least in tried]
    best = [least for least, value in zip(tried, accuracy, strict=True) if value == max(accuracy)]
    least = best[len(best) // 2]
    return fitted.model_copy(update={"least_support": least}), max(accuracy)
