"""Which source answers: the first, in the order of preference, that can."""

from collections.abc import Sequence

from .errors import ModelUnavailable, Reason
from .observing import Observed
from .source import Meter, Pieces, Request, Source

# They say nothing about the source: it was never asked, or has answered in its way.
_SPARED: tuple[Reason, ...] = ("declined", "too long", "spent")


def routed(
    sources: Sequence[Source], request: Request, observed: Observed, meter: Meter, *, whole: bool
) -> Pieces:
    """Yield the answer of the first source that gives one. Raises ModelUnavailable.

    Each has to begin within its share of the time that is left, so that one which is silent leaves
    the next ones their chance.
    """
    failures: list[str] = []
    reason: Reason = "unreachable"
    # Who was in the queue for long is in a hurry, and a silence short of this shows nothing.
    least = request.deadline.seconds / len(sources) / 2
    for place, source in enumerate(sources):
        if failures and request.deadline.passed:
            break
        if not source.breaker.allows():
            failures.append(source.breaker.why)
            continue
        others = [other for other in sources[place + 1 :] if not other.breaker.is_open]
        share = request.deadline.share(1 + len(others))
        hurried = share.left < least
        observed.source = source
        said = shown = False
        try:
            for piece in source.answer(request, share, meter, whole=whole):
                # What comes after the first piece is the same source's.
                observed.fallback = place > 0
                said = True
                yield piece
        except ModelUnavailable as failure:
            shown = _shows(failure, hurried=hurried)
            if shown:
                source.breaker.failed(str(failure))
            # Who declines has answered; nobody else is asked to say what one would not.
            if said or failure.reason == "declined":
                raise
            failures.append(str(failure))
            reason = failure.reason
        else:
            shown = True
            source.breaker.succeeded()
            return
        finally:
            if not shown:
                source.breaker.unknown()
    raise ModelUnavailable("; ".join(failures), reason)


def _shows(failure: ModelUnavailable, *, hurried: bool) -> bool:
    """Whether a failure says something about the source."""
    # A request that was wrong says nothing about who refused it.
    wrong = failure.reason == "refused" and not failure.passing
    return not (wrong or failure.reason in _SPARED or (failure.reason == "silent" and hurried))
