"""Hears without a network, a key or a download: PocketSphinx, with what its package brings.

It is a recogniser of the nineties, small and quick, for American English.
"""

import tempfile
import threading
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder

from ..language_models.errors import ModelUnavailable
from ..language_models.patience import Deadline
from .phrases import fit
from .ports import Segment, Transcript
from .settings import SpeechSettings
from .sound import SPEECH_RATE, Sound, levelled, utterances

NAME = "PocketSphinx"
# Its acoustic model was trained on rooms with noise and hears digital silence as breath: measured,
# it makes twice the errors without. 44 dB below the loudest moment, nobody hears it.
_NOISE = 0.003


class PocketSphinx:
    """Hears what the phrases of the settings are about. Requests take turns.

    The time of a request counts from the moment that the model is there and its turn has come.
    """

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._decoder: Decoder | None = None
        self._turn = threading.Lock()

    def transcribe(self, sound: Sound, deadline: Deadline) -> Transcript:
        """Return what is said, a segment for each utterance. Raises ModelUnavailable."""
        if not self._turn.acquire(timeout=deadline.left):
            raise ModelUnavailable(f"{NAME} was busy for {deadline.seconds:.2g} s", "busy")
        try:
            self._decoder = self._decoder or self._load()
            deadline, heard = Deadline(deadline.seconds), []
            clear = levelled(sound)
            for start, end in utterances(sound):
                part = clear.samples[int(start * SPEECH_RATE) : int(end * SPEECH_RATE)]
                text = _decoded(self._decoder, Sound(part, SPEECH_RATE))
                if text:
                    heard.append(Segment(round(start, 2), round(end, 2), text))
                if deadline.passed:
                    raise ModelUnavailable(
                        f"{NAME} had not finished after {deadline.seconds:.2g} s: "
                        "send less, or raise SPEECH_TIMEOUT_SECONDS",
                        "silent",
                    )
        finally:
            self._turn.release()
        return Transcript(tuple(heard), "en", NAME)

    def _load(self) -> Decoder:
        settings = self._settings
        # The channel is learnt from the whole utterance: there is all of it.
        fixed = {"samprate": SPEECH_RATE, "cmn": "batch", "loglevel": "FATAL"}
        if settings.general:
            return Decoder(**fixed)
        with tempfile.TemporaryDirectory() as folder:
            try:
                model, words = fit(settings.phrases, settings.pronunciations, Path(folder))
            except (OSError, UnicodeError) as error:
                message = f"the phrases to hear cannot be read: {error}"
                raise ModelUnavailable(message, "not configured") from error
            return Decoder(lm=str(model), dict=str(words), **fixed)


def _decoded(decoder: Decoder, sound: Sound) -> str:
    noise = np.random.default_rng(0).normal(0, _NOISE, len(sound.samples))
    noisy = Sound(sound.samples + noise.astype(np.float32), sound.rate)
    decoder.start_utt()
    decoder.process_raw(noisy.pcm(), full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""
