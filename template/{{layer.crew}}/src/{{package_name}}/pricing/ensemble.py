"""All estimators together: weights and bounds, both fitted on sales that none has learnt from.

A weight is one over the square of an estimator's median error in logarithms, which single absurd
sales do not sway, so any of them may be absent. The bounds are conformal, normalised by how far the
estimators disagree: Lei et al., "Distribution-free predictive inference for regression", 2018,
section 5.2.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from statistics import median

from pydantic import BaseModel, ConfigDict

from ..crew.state import Estimate

# An opinion that differs from the middle one by more than this factor is not counted.
_OUTLIER = 2.0
# What an estimator that could not be measured (no model was there) is taken for: a rough guess.
_UNMEASURED = 0.3


class Ensemble(BaseModel):
    """What was fitted: the median error of each estimator, in logarithms, and how wide bounds are.

    The half width of the bounds, in logarithms, is `quantile * (ground + disagreement)`.
    """

    model_config = ConfigDict(frozen=True)

    errors: Mapping[str, float]
    ground: float
    quantile: float

    def combine(self, key: str, opinions: Mapping[str, float]) -> Estimate:
        """Return one estimate from the opinions in euros that there are, at least one."""
        counted = _without_outliers(opinions)
        logarithm, half = self._centre(counted), self.quantile * (self.ground + _range(counted))
        return Estimate(
            key=key,
            fair=round(exp(logarithm), 2),
            low=round(exp(logarithm - half), 2),
            high=round(exp(logarithm + half), 2),
            opinions={name: round(euros, 2) for name, euros in opinions.items()},
            set_aside=[name for name in opinions if name not in counted],
        )

    def _centre(self, opinions: Mapping[str, float]) -> float:
        weights = {name: self.errors.get(name, _UNMEASURED) ** -2 for name in opinions}
        total = sum(weights.values())
        return sum(weights[name] * log(euros) for name, euros in opinions.items()) / total


def fit(opinions: Sequence[Mapping[str, float]], prices: Sequence[float], level: float) -> Ensemble:
    """Fit on opinions about things whose prices are known; `level` of them lie in the bounds."""
    errors = {
        name: max(
            median(
                abs(log(said[name] / price)) for said, price in zip(opinions, prices, strict=True)
            ),
            1e-3,
        )
        for name in opinions[0]
    }
    ground = median(_range(_without_outliers(said)) for said in opinions) or 0.01
    unscaled = Ensemble(errors=errors, ground=ground, quantile=1.0)
    scores = sorted(
        abs(log(unscaled.combine("", said).fair / price))
        / (ground + _range(_without_outliers(said)))
        for said, price in zip(opinions, prices, strict=True)
    )
    place = min(round((len(scores) + 1) * level), len(scores)) - 1
    return unscaled.model_copy(update={"quantile": scores[place]})


def _range(opinions: Mapping[str, float]) -> float:
    return log(max(opinions.values()) / min(opinions.values()))


def _without_outliers(opinions: Mapping[str, float]) -> Mapping[str, float]:
    """Two that differ may both be right; of three, one far from the middle is on its own."""
    if len(opinions) < 3:
        return opinions
    middle = median(opinions.values())
    return {
        name: euros
        for name, euros in opinions.items()
        if middle / _OUTLIER <= euros <= middle * _OUTLIER
    }
