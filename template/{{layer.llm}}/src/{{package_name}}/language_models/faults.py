"""What the providers' libraries raise, told in sentences of ours."""

import logging
import re
from dataclasses import dataclass
from typing import Literal

from .errors import ModelUnavailable
from .patience import RETRIED

_log = logging.getLogger(__name__)
_FIXED = re.compile(r"[a-z_]{1,40}")

Place = Literal["local", "hosted"]


@dataclass(frozen=True)
class Faults:
    """What a library raises, by its meaning. What carries a `status_code` is a refusal."""

    silent: tuple[type[Exception], ...] = ()
    unreachable: tuple[type[Exception], ...] = ()


def told(
    error: Exception,
    name: str,
    place: Place,
    *,
    seconds: float,
    faults: Faults = Faults(),
    hint: str = "",
) -> ModelUnavailable:
    """Return what a library raised in a sentence for readers; `seconds` is how long it had."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        # Readers are told the status alone, and the log not the provider's words: they may quote
        # a key or the prompt.
        _log.warning("%s refused with status %d%s", name, status, _kind(error))
        return ModelUnavailable(
            f"{name} refused with status {status}",
            "refused",
            passing=status in RETRIED,
            wait_seconds=_retry_after(error),
        )
    if isinstance(error, faults.silent):
        return ModelUnavailable(f"{name} was silent for {seconds:.2g} s", "silent", passing=True)
    if isinstance(error, faults.unreachable):
        # Nobody there is a passing failure with a provider, and a lasting one at home.
        passing = place == "hosted"
        return ModelUnavailable(f"{name} cannot be reached{hint}", "unreachable", passing=passing)
    # A server that does not speak the protocol gives the libraries objects without the fields
    # that their types promise, so this may be an exception of any kind.
    _log.warning("%s answered outside of the protocol: %s", name, type(error).__name__)
    return ModelUnavailable(f"{name} answered outside of the protocol", "nonsense", passing=True)


def _kind(error: Exception) -> str:
    """What a provider calls the refusal, where that is one of its fixed words."""
    words = (getattr(error, name, None) for name in ("type", "code"))
    fixed = [word for word in words if isinstance(word, str) and _FIXED.fullmatch(word)]
    return f": {', '.join(fixed)}" if fixed else ""


def _retry_after(error: Exception) -> float:
    """The seconds of a `Retry-After` header; its other form, a date, is not worth a clock."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    seconds = headers.get("retry-after", "")
    return float(seconds) if seconds.isdecimal() else 0.0
