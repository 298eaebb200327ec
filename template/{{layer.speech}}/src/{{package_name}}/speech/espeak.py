"""Speaks without a network, a key or a download: eSpeak NG, with what its package brings."""

import subprocess
import sys
from pathlib import Path

import espeakng_loader

from ..language_models.errors import ModelUnavailable
from ..language_models.patience import Deadline
from .ports import Spoken
from .settings import SpeechSettings
from .sound import SpeechUnusable, from_file

NAME = "eSpeak NG"
_PROGRAM = Path(__file__).with_name("espeak_program.py")
_NO_VOICE = 2


class Espeak:
    """A voice that nobody takes for a person's, in a hundred languages: `en-us`, `de`, `fr+f3`."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._voice, self._speed = settings.voice, str(settings.words_per_minute)

    def speak(self, text: str, deadline: Deadline) -> Spoken:
        """Return the text as sound. Raises ModelUnavailable."""
        library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
        # Alone, and without site-packages: it starts in hundredths of a second.
        program = [sys.executable, "-I", "-S", str(_PROGRAM)]
        try:
            done = subprocess.run(
                [*program, library, data, self._voice, self._speed],
                input=text.replace("\0", " ").encode("utf-8", "replace"),
                capture_output=True,
                timeout=deadline.left,
            )
        except subprocess.TimeoutExpired:
            message = f"{NAME} had not finished after {deadline.seconds:.2g} s"
            raise ModelUnavailable(message, "silent") from None
        if done.returncode == _NO_VOICE:
            message = f"{NAME} has no voice {self._voice!r}: set SPEECH_VOICE to one, such as en-us"
            raise ModelUnavailable(message, "not configured")
        try:
            return Spoken(from_file(done.stdout, max_bytes=1 << 30, max_seconds=3600.0), NAME)
        except SpeechUnusable as error:
            raise ModelUnavailable(f"{NAME} gave no sound", "nonsense") from error
