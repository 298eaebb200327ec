"""What may go wrong between a request and its answer."""

from typing import Literal

# "declined" is a model that will not answer; "too long" an answer that had begun when its time was
# over, or a request that waited too long to be asked.
Reason = Literal[
    "silent",
    "unreachable",
    "refused",
    "nonsense",
    "cut off",
    "declined",
    "too long",
    "busy",
    "spent",
    "not configured",
]


class ModelUnavailable(RuntimeError):
    """No language model could answer. The message is for readers: it holds no words of a provider.

    `reason` is for metrics and decisions. `passing` says whether the same call may go better in a
    moment, and `wait_seconds` how long the provider asks to wait before that.
    """

    def __init__(
        self,
        message: str,
        reason: Reason,
        *,
        passing: bool = False,
        wait_seconds: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.reason, self.passing, self.wait_seconds = reason, passing, wait_seconds
