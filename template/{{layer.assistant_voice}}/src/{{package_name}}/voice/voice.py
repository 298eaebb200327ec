"""Hears questions and speaks answers; whatever fails is a sentence for the one who spoke."""

from ..language_models.errors import ModelUnavailable
from ..ports import RunError
from ..speech.ports import Speaker, Spoken, Transcriber
from ..speech.settings import SpeechSettings
from ..speech.sound import SpeechUnusable, from_file
from .figures import in_figures
from .wording import sayable


class Voice:
    """What hears and what speaks, as the assistant uses them. What it raises is a RunError."""

    def __init__(self, hearing: Transcriber, speaking: Speaker, settings: SpeechSettings) -> None:
        self._hearing, self._speaking, self._settings = hearing, speaking, settings

    @property
    def largest(self) -> int:
        """Bytes of a sound file."""
        return self._settings.max_bytes

    def heard(self, file: bytes) -> str:
        """Return what is said in a sound file, numbers in figures."""
        try:
            sound = from_file(file, max_bytes=self.largest, max_seconds=self._settings.max_seconds)
            return in_figures(self._hearing.transcribe(sound).text)
        except (SpeechUnusable, ModelUnavailable) as error:
            raise RunError(str(error)) from error

    def spoken(self, answer: str) -> Spoken:
        """Return an answer as sound: its Markdown unsaid, a long one cut after a sentence."""
        try:
            return self._speaking.speak(sayable(answer, self._settings.max_characters))
        except (SpeechUnusable, ModelUnavailable) as error:
            raise RunError(str(error)) from error
