"""What makes this a classification: its outputs, its metrics, and the one that decides."""

from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
)

from ..ports import Output, Target

NAME = "classification"
METRIC = "roc_auc"
METRIC_LABEL = "area under the ROC curve"
TUNING_HINT = "higher is better, 0.5 is guessing"


def outputs(estimator: Any, features: Any) -> Output:
    """Probabilities of the classes, shape (rows, classes)."""
    return np.asarray(estimator.predict_proba(features), dtype=np.float64)


def uninformed(known: Target, rows: int) -> Output:
    """What the dummy says of any row: the frequencies of the classes in `known`."""
    shares = np.bincount(known) / len(known)
    return np.tile(shares, (rows, 1))


def score(target: Target, output: Output) -> float:
    """The deciding metric: area under the ROC curve, averaged over classes one against the rest."""
    shown = range(1, 2) if output.shape[1] == 2 else range(output.shape[1])
    return float(np.mean([area(target == index, output[:, index]) for index in shown]))


def area(right: Target, output: Output) -> float:
    """Area under one class's ROC curve, from ranks: the Mann-Whitney statistic.

    The same as scikit-learn's `roc_auc_score`, which spends most of its time on its arguments, and
    permutation importance asks hundreds of times. Source: Hanley and McNeil, Radiology 143 (1982).
    """
    count = np.count_nonzero(right)
    above = rankdata(output)[right].sum() - count * (count + 1) / 2
    return float(above / (count * (len(right) - count)))


def metrics(target: Target, output: Output) -> dict[str, float]:
    """Every figure of the report; `output` holds calibrated probabilities."""
    labels = range(output.shape[1])
    guesses = output.argmax(axis=1)
    return {
        METRIC: score(target, output),
        "accuracy": float(accuracy_score(target, guesses)),
        "f1_macro": float(f1_score(target, guesses, average="macro", labels=labels)),
        "log_loss": float(log_loss(target, output, labels=labels)),
        "brier": float(brier_score_loss(target, output, labels=labels)),
        "calibration_error": calibration_error(target, output),
    }


def calibration_error(target: Target, output: Output, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over equal bins.

    Source: Naeini, Cooper and Hauskrecht, AAAI 2015.
    """
    confidence = output.max(axis=1)
    right = output.argmax(axis=1) == target
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        np.sum(bin_of == index)
        * abs(right[bin_of == index].mean() - confidence[bin_of == index].mean())
        for index in np.unique(bin_of)
    ]
    return float(np.sum(gaps) / len(target))


def errors(target: Target, output: Output) -> Target:
    """How wrong each row is: one minus the probability given to its true class."""
    return np.asarray(1 - output[np.arange(len(target)), target])
