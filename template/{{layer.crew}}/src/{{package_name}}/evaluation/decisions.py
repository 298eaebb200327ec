"""Decides about markets that nobody has learnt from, and holds the decisions against the truth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from langchain_core.language_models import BaseChatModel

from ..crew.policy import Policy, load_policy
from ..crew.state import Round, Spent
from ..demo import demo_settings
from ..notices.file import FileMessenger
from ..pricing.history import Sale
from ..sample.market import EUROS, Kind, Listing, Market
from ..sample.site import SampleSite, shop_of
from ..settings import Settings
from ..wiring import open_crew

# None of these is the market that past prices come from.
SEEDS = tuple(range(101, 113))
# What may be bought, if the price is right; the others need a person, or are not there.
_SOUND: tuple[Kind, ...] = ("plain", "bargain", "foreign", "injection")


@dataclass(frozen=True)
class Case:
    """An offer, whether buying it was right, what was decided, and what the baseline would do.

    `fair` is the estimate and None where there is none, made of `opinions` without those that were
    `set_aside`; `baseline_error` is a share of `true_fair`.
    """

    seed: int
    key: str
    kind: str
    title: str
    euros: float
    true_fair: float
    fair: float | None
    right: bool
    bought: bool
    rule: str
    baseline: bool
    baseline_error: float
    opinions: Mapping[str, float]
    set_aside: Sequence[str] = ()

    @property
    def error(self) -> float | None:
        """How far the estimate is off, as a share of the fair price."""
        return abs(self.fair - self.true_fair) / self.true_fair if self.fair else None


@dataclass(frozen=True)
class Visited:
    """A market that was visited in one round: what that took, and a case for each offer."""

    seed: int
    spent: Spent
    cases: Sequence[Case]


def right(listing: Listing, policy: Policy) -> bool:
    """Whether the policy, if it knew the fair price, would buy an offer without asking anybody."""
    euros, fair = listing.price * EUROS[listing.currency], listing.bicycle.fair
    saved = (fair - euros) / fair
    affordable = euros <= policy.maximum_price and euros >= policy.too_good * fair
    return listing.kind in _SOUND and affordable and saved >= policy.minimum_margin


def decided(
    folder: Path,
    sales: Sequence[Sale],
    *,
    model: BaseChatModel | None = None,
    seeds: Sequence[int] = SEEDS,
) -> Iterator[Visited]:
    """Visit a market of each seed once, from end to end."""
    usual = demo_settings(folder)
    policy = load_policy(usual.crew.policy)
    medians = _medians(sales)
    for seed in seeds:
        market = Market(seed)
        settings = _apart(usual, folder / str(seed))
        messenger = FileMessenger(settings.crew.state / "notices.jsonl")
        site = SampleSite(market)
        with open_crew(settings, model=model, site=site, messenger=messenger) as crew:
            state = crew.rounds.run()
        yield Visited(seed, state.spent, list(_cases(seed, market, state, policy, medians)))


def _apart(settings: Settings, folder: Path) -> Settings:
    return replace(settings, crew=settings.crew.model_copy(update={"state": folder}))


def _cases(
    seed: int, market: Market, state: Round, policy: Policy, medians: Mapping[str | None, float]
) -> Iterator[Case]:
    decisions = {decision.key: decision for decision in state.decisions}
    estimates = {estimate.key: estimate for estimate in state.estimates}
    for listing in market.listings(1):
        key = f"{shop_of(listing)}:{shop_of(listing)}/{listing.number}"
        decision, estimate = decisions.get(key), estimates.get(key)
        fair, euros = listing.bicycle.fair, listing.price * EUROS[listing.currency]
        guess = medians.get(listing.category, medians[None])
        cheap = policy.too_good * guess <= euros <= (1 - policy.minimum_margin) * guess
        yield Case(
            seed=seed,
            key=key,
            kind=listing.kind,
            title=listing.bicycle.title,
            euros=euros,
            true_fair=fair,
            fair=decision.fair if decision else None,
            right=right(listing, policy),
            # What only the money of the day stood against was seen to be worth it.
            bought=decision is not None
            and (decision.verdict == "buy" or decision.rule == "budget"),
            rule=decision.rule if decision else "not read",
            baseline=cheap and euros <= policy.maximum_price,
            baseline_error=abs(guess - fair) / fair,
            opinions=estimate.opinions if estimate else {},
            set_aside=estimate.set_aside if estimate else (),
        )


def _medians(sales: Sequence[Sale]) -> dict[str | None, float]:
    medians: dict[str | None, float] = {None: median(sale.euros for sale in sales)}
    for category in {sale.category for sale in sales if sale.category}:
        medians[category] = median(sale.euros for sale in sales if sale.category == category)
    return medians


def precision(cases: Sequence[Case], *, baseline: bool = False) -> float:
    """Return the share of what was bought that was right to buy; 0 where nothing was bought."""
    bought = [case for case in cases if (case.baseline if baseline else case.bought)]
    return sum(case.right for case in bought) / len(bought) if bought else 0.0


def recall(cases: Sequence[Case], *, baseline: bool = False) -> float:
    """Return the share of what was right to buy that was bought."""
    due = [case for case in cases if case.right]
    found = sum(case.baseline if baseline else case.bought for case in due)
    return found / len(due) if due else 0.0
