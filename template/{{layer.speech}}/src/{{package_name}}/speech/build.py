"""Who hears and who speaks in this project: what `speech/models.toml` and the environment name."""

import sys
from collections.abc import Callable

from ..language_models.breaker import CircuitBreaker
from ..language_models.faults import Place
from ..language_models.patience import Deadline
from .engines import Engine, Given, Hearing, Made, Speaking
from .observing import SpeechMetrics
from .ports import Spoken, Transcript
from .settings import HostedSpeechModels, LocalSpeechModels, SpeechModels, SpeechSettings
from .sound import Sound


def build_transcriber(metrics: SpeechMetrics | None = None) -> Hearing:
    """Return what hears: the server named for this machine, then the provider named.

    Where none is, PocketSphinx does, which needs neither network nor key.
    """
    settings = SpeechSettings()
    engines = [_hearing(place, models, settings) for place, models in _named() if models.hearing]
    if not engines:
        from .pocket_sphinx import NAME, PocketSphinx

        engines = [Engine(NAME, "local", PocketSphinx(settings).transcribe, breaker=_closed())]
    return Hearing(engines, settings, metrics or SpeechMetrics())


def build_speaker(metrics: SpeechMetrics | None = None) -> Speaking:
    """Return what speaks: the server named for this machine, then the provider named.

    Where none is, eSpeak NG does, which needs neither network nor key.
    """
    settings = SpeechSettings()
    engines = [_speaking(place, models, settings) for place, models in _named() if models.speaking]
    if not engines:
        from .espeak import NAME, Espeak

        engines = [Engine(NAME, "local", Espeak(settings).speak, breaker=_closed())]
    return Speaking(engines, settings, metrics or SpeechMetrics())


def _closed() -> CircuitBreaker:
    """A breaker that never opens: what runs here does not get well by being left alone."""
    return CircuitBreaker(failures=sys.maxsize)


def _named() -> list[tuple[Place, SpeechModels]]:
    places: list[tuple[Place, type[SpeechModels]]] = [
        ("local", LocalSpeechModels),
        ("hosted", HostedSpeechModels),
    ]
    return [(place, models()) for place, models in places if models.named()]


def _hearing(
    place: Place, models: SpeechModels, settings: SpeechSettings
) -> Engine[Sound, Transcript]:
    # The library takes a second to load, and those who do not use it need not wait.
    from .openai_audio import OpenAIAudio

    def usd(sound: Sound) -> float:
        return sound.seconds / 60 * models.price_minute

    return _engine(models.hearing, place, OpenAIAudio(models).transcribe, usd, settings)


def _speaking(place: Place, models: SpeechModels, settings: SpeechSettings) -> Engine[str, Spoken]:
    from .openai_audio import OpenAIAudio

    def usd(text: str) -> float:
        return len(text) / 1e6 * models.price_million_characters

    return _engine(models.speaking, place, OpenAIAudio(models).speak, usd, settings)


def _engine(
    name: str,
    place: Place,
    work: Callable[[Given, Deadline], Made],
    usd: Callable[[Given], float],
    settings: SpeechSettings,
) -> Engine[Given, Made]:
    from ..language_models.openai_compatible import FAULTS

    return Engine(
        name,
        place,
        work,
        usd,
        attempts=settings.attempts,
        pause_seconds=settings.pause_seconds,
        faults=FAULTS,
        hint="; start the server at SPEECH_LOCAL_BASE_URL" if place == "local" else "",
        breaker=CircuitBreaker(settings.breaker_failures, settings.breaker_seconds),
    )
