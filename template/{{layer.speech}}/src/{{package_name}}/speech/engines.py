"""Several models in the order of preference: each behind its breaker, with retries in its time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..language_models.breaker import CircuitBreaker
from ..language_models.errors import ModelUnavailable, Reason
from ..language_models.faults import Faults, Place, told
from ..language_models.patience import Deadline, attempt
from .observing import SpeechMetrics
from .ports import Spoken, Transcript
from .settings import SpeechSettings
from .sound import Sound, SpeechUnusable, utterances

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Engine(Generic[Given, Made]):
    """One model, and what is known about the place that it works in.

    `work` has until the deadline. `usd` is what it costs. `hint` ends the message when nobody
    listens there.
    """

    name: str
    place: Place
    work: Callable[[Given, Deadline], Made]
    usd: Callable[[Given], float] = lambda _: 0.0
    attempts: int = 1
    pause_seconds: float = 0.05
    faults: Faults = field(default_factory=Faults)
    hint: str = ""
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)

    def answer(self, given: Given, seconds: float) -> Made:
        """Return what the model makes of it. Raises ModelUnavailable and SpeechUnusable."""
        deadline = Deadline(seconds)

        def call() -> Made:
            try:
                return self.work(given, deadline)
            except (ModelUnavailable, SpeechUnusable):
                raise
            except Exception as error:
                # What a library raised quotes the provider, who may quote keys.
                raise told(
                    error,
                    self.name,
                    self.place,
                    seconds=seconds,
                    faults=self.faults,
                    hint=self.hint,
                ) from None

        return attempt(
            call,
            deadline,
            attempts=self.attempts,
            pause_seconds=self.pause_seconds,
            passing=lambda failure: isinstance(failure, ModelUnavailable) and failure.passing,
            wait_seconds=lambda failure: getattr(failure, "wait_seconds", 0.0),
        )


def first(
    engines: Sequence[Engine[Given, Made]],
    given: Given,
    seconds: float,
    failed: Callable[[str, str], None],
) -> tuple[Engine[Given, Made], Made]:
    """Return the first answer that one of them gives, and who gave it.

    `failed` is called with the name and the reason of each that did not. Raises ModelUnavailable.
    """
    failures: list[str] = []
    reason: Reason = "unreachable"
    for engine in engines:
        if not engine.breaker.allows():
            failures.append(engine.breaker.why)
            continue
        try:
            made = engine.answer(given, seconds)
        except ModelUnavailable as failure:
            # A request that was wrong says nothing about who refused it.
            if failure.passing or failure.reason != "refused":
                engine.breaker.failed(str(failure))
            failures.append(str(failure))
            reason = failure.reason
            failed(engine.name, reason)
        else:
            engine.breaker.succeeded()
            return engine, made
    raise ModelUnavailable("; ".join(failures), reason)


class Hearing:
    """A Transcriber over several models. Where nobody speaks, none of them is asked.

    Models invent words for silence, and a provider has its minutes paid.
    """

    def __init__(
        self,
        engines: Sequence[Engine[Sound, Transcript]],
        settings: SpeechSettings,
        metrics: SpeechMetrics,
    ) -> None:
        self._engines, self._settings, self._metrics = tuple(engines), settings, metrics

    def transcribe(self, sound: Sound) -> Transcript:
        """Return what is said. Raises SpeechUnusable and ModelUnavailable."""
        started = time.perf_counter()
        if not utterances(sound):
            self._failed("none", "silence")
            raise SpeechUnusable(
                f"nobody can be heard in these {sound.seconds:.2g} s: "
                "speak closer to the microphone, and look whether it is on"
            )
        seconds = self._settings.timeout_seconds
        engine, transcript = first(self._engines, sound, seconds, self._failed)
        if not transcript.text.strip():
            self._failed(engine.name, "unclear")
            raise SpeechUnusable(
                f"somebody can be heard in these {sound.seconds:.2g} s, but no word can be made "
                "out: say it again, slower and closer to the microphone"
            )
        self._metrics.done("hearing", engine.name, sound, started, engine.usd(sound))
        return transcript

    def _failed(self, model: str, reason: str) -> None:
        self._metrics.requests.labels("hearing", model, reason).inc()


class Speaking:
    """A Speaker over several models."""

    def __init__(
        self,
        engines: Sequence[Engine[str, Spoken]],
        settings: SpeechSettings,
        metrics: SpeechMetrics,
    ) -> None:
        self._engines, self._settings, self._metrics = tuple(engines), settings, metrics

    def speak(self, text: str) -> Spoken:
        """Return the text as sound. Raises SpeechUnusable and ModelUnavailable."""
        started, most = time.perf_counter(), self._settings.max_characters
        if not any(character.isalnum() for character in text):
            raise SpeechUnusable("there is nothing to say: the text has no word")
        if len(text) > most:
            raise SpeechUnusable(
                f"{most} characters can be said at once, and this text has {len(text)}: "
                "shorten it, or raise SPEECH_MAX_CHARACTERS"
            )
        engine, spoken = first(self._engines, text, self._settings.timeout_seconds, self._failed)
        self._metrics.done("speaking", engine.name, spoken.sound, started, engine.usd(text))
        return spoken

    def _failed(self, model: str, reason: str) -> None:
        self._metrics.requests.labels("speaking", model, reason).inc()
