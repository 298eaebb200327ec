"""What was learnt from past prices, fitted, measured, and kept in one file."""

import hashlib
import pickle
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sklearn

from ..crew.state import Estimate
from ..offers.offer import Item
from ..ports import Estimator
from .ensemble import Ensemble, fit
from .history import History, Sale
from .neighbours import Neighbours
from .settings import PricingSettings
from .trained import TrainedModel

_FORMAT = f"2 of scikit-learn {sklearn.__version__}"
_EXAMPLES = 5


@dataclass(frozen=True)
class Appraisal:
    """The estimators that ask nobody, and their ensemble."""

    trained: TrainedModel
    neighbours: Neighbours
    ensemble: Ensemble
    categories: frozenset[str]
    source: str

    def opinions(self, item: Item) -> dict[str, float]:
        """Return what each estimator says, in euros."""
        estimators: tuple[Estimator, ...] = (self.trained, self.neighbours)
        return {one.name: one.price(item) for one in estimators}

    def combine(self, key: str, opinions: Mapping[str, float]) -> Estimate:
        """Return one estimate from several opinions."""
        return self.ensemble.combine(key, opinions)

    def examples(self, item: Item) -> list[Sale]:
        """Return the sales that a language model is shown."""
        return [sale for sale, _ in self.neighbours.nearest(item)[:_EXAMPLES]]


def learn(history: History, settings: PricingSettings) -> Appraisal:
    """Fit estimators on one part of the sales, and their ensemble on another."""
    sales, held_out = history.of("train"), history.of("fit")
    trained, neighbours = TrainedModel(sales), Neighbours(sales, settings.neighbours)
    estimators: tuple[Estimator, ...] = (trained, neighbours)
    opinions = [{one.name: one.price(sale) for one in estimators} for sale in held_out]
    ensemble = fit(opinions, [sale.euros for sale in held_out], settings.level)
    categories = frozenset(sale.category for sale in history.sales if sale.category)
    return Appraisal(trained, neighbours, ensemble, categories, history.source)


@dataclass(frozen=True)
class Error:
    """How far estimates are off, as a share of the price: in the middle, and on average."""

    median: float
    mean: float


def errors(appraisal: Appraisal, sales: Sequence[Sale], known: Sequence[Sale]) -> dict[str, Error]:
    """Return the error of each estimator on `sales`, beside that of a category's median price.

    `known` is what the baseline may know.
    """
    medians = {
        category: statistics.median(sale.euros for sale in known if sale.category == category)
        for category in {sale.category for sale in known}
    }
    overall = statistics.median(sale.euros for sale in known)
    said: dict[str, list[float]] = {}
    for sale in sales:
        opinions = appraisal.opinions(sale)
        opinions["ensemble"] = appraisal.combine("", opinions).fair
        opinions["median of the category"] = medians.get(sale.category, overall)
        for name, euros in opinions.items():
            said.setdefault(name, []).append(abs(euros - sale.euros) / sale.euros)
    return {
        name: Error(statistics.median(off), statistics.fmean(off)) for name, off in said.items()
    }


def coverage(appraisal: Appraisal, sales: Sequence[Sale]) -> float:
    """Return the share of prices that lie within the bounds."""
    estimates = [appraisal.combine("", appraisal.opinions(sale)) for sale in sales]
    pairs = zip(estimates, sales, strict=True)
    return statistics.fmean(one.low <= sale.euros <= one.high for one, sale in pairs)


def save(appraisal: Appraisal, settings: PricingSettings) -> None:
    """Keep what was learnt; a file that is there is replaced as a whole."""
    path = settings.model
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(pickle.dumps((_basis(settings), appraisal)))
    draft.replace(path)


def learnt(settings: PricingSettings, history: Callable[[], History]) -> Appraisal:
    """Return what was learnt from these prices before; where it was not, learn it and keep it."""
    appraisal = load(settings)
    if appraisal is None:
        appraisal = learn(history(), settings)
        save(appraisal, settings)
    return appraisal


def load(settings: PricingSettings) -> Appraisal | None:
    """Return what was learnt, or None where there is nothing, or nothing that can be read now.

    What was learnt from other prices, or otherwise, is nothing. The file is a pickle, which can run
    code: it is written here, and is not to come from elsewhere.
    """
    try:
        basis, appraisal = pickle.loads(settings.model.read_bytes())
    except (
        OSError,
        EOFError,
        ValueError,
        AttributeError,
        ImportError,
        TypeError,
        pickle.PickleError,
    ):
        return None
    return appraisal if basis == _basis(settings) and isinstance(appraisal, Appraisal) else None


def _basis(settings: PricingSettings) -> tuple[object, ...]:
    """What decides about what is learnt; without a file of one's own it is the sample."""
    own = settings.history
    prices = hashlib.sha256(own.read_bytes()).hexdigest() if own.is_file() else "the sample"
    return _FORMAT, prices, settings.neighbours, settings.level
