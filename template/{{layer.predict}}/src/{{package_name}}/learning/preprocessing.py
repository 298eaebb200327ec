"""What a model needs done to the columns first, fitted together with the model."""

from typing import Any

from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler


def filled(estimator: Any) -> Pipeline:
    """Fill gaps with the median, then `estimator`."""
    return make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), estimator)


def scaled(estimator: Any) -> Pipeline:
    """Fill gaps with the median and standardise, then `estimator`."""
    return filled(make_pipeline(StandardScaler(), estimator))
