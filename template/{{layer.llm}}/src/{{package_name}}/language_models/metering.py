"""What calls take, told to the metrics, the span of their request and their caller's budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from langchain_core.messages.ai import UsageMetadata

from .calls import BEFORE_CALL
from .observing import Observed, Observer
from .source import Request, Source
from .spending import Spending
from .usage import estimated


@dataclass(frozen=True)
class RequestMeter:
    """Counts the calls that one request leads to, each as soon as it is over."""

    observer: Observer
    observed: Observed
    spending: Spending
    caller: str
    # The asker's own, for a call may be made in another thread.
    before_call: Callable[[], None] = field(default_factory=BEFORE_CALL.get)

    def tried(self, source: Source) -> None:
        """Note that a call begins. Raises ModelUnavailable where whoever asks has spent enough."""
        self.before_call()
        self.observer.tried(self.observed, source)

    def used(self, source: Source, usage: UsageMetadata) -> None:
        """Count what a call took."""
        usd = source.price.of(usage)
        self.observer.used(self.observed, source, usage, usd)
        self.spending.add(self.caller, usage["total_tokens"], usd)


def most(sources: Sequence[Source], request: Request) -> tuple[int, float]:
    """About how many tokens, and dollars, one call for the request takes at most."""
    read = estimated(request.messages, request.options.get("tools"))
    takes: list[tuple[int, float]] = []
    for source in sources:
        wrote = request.options.get("max_tokens", source.max_tokens)
        usage = UsageMetadata(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)
        takes.append((read + wrote, source.price.of(usage)))
    return max(tokens for tokens, _ in takes), max(usd for _, usd in takes)
