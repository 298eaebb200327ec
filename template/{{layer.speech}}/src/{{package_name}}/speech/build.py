"""Who hears and who speaks in this project."""

from .engines import Engine, Hearing, Speaking, SpeechMetrics
from .ports import Spoken, Transcript
from .settings import HostedSpeechModels, LocalSpeechModels, SpeechModels, SpeechSettings
from .sound import Sound

_HINT = "; start the server, or clear SPEECH_LOCAL_BASE_URL"


def build_transcriber(metrics: SpeechMetrics | None = None) -> Hearing:
    """Return what hears: this machine's server, then a provider; PocketSphinx if none is named."""
    settings, engines = SpeechSettings(), list[Engine[Sound, Transcript]]()
    for models, shared in _named(settings):
        if models.hearing:
            minute = models.price_minute
            engines.append(...)
    ...
