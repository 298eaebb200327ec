"""Sound: read from files of many kinds, resampled, and searched for speech."""

import io
from dataclasses import dataclass

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

# What models of speech are trained on.
SPEECH_RATE = 16_000
# From the oldest telephones to the finest studios.
_RATES = (4_000, 384_000)
# Below it there is nothing but the noise of the electronics, 80 dB under the loudest.
_SILENT = 1e-4
# Endpointing notices the beginning of a word a little late.
_LATE_SECONDS = 0.15
# 30 ms.
_FRAME = SPEECH_RATE * 3 // 100
# Measured: noise, hum and tones stay within 1, and voices rise by 5 and more, in noise as well.
_STEADY_DECIBELS = 3.0


class SpeechUnusable(ValueError):
    """What was given cannot be heard or said; the message tells a person why."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One channel of samples from -1 to 1, `rate` of them a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.rate

    def at(self, rate: int) -> "Sound":
        """Return it at another rate."""
        if rate == self.rate:
            return self
        return Sound(soxr.resample(self.samples, self.rate, rate).astype(np.float32), rate)

    def pcm(self) -> bytes:
        """Return the samples as 16-bit integers."""
        return (np.clip(self.samples, -1, 1) * 32767).astype("<i2").tobytes()

    def wav(self) -> bytes:
        """Return a WAV file of 16 bits."""
        file = io.BytesIO()
        soundfile.write(file, np.clip(self.samples, -1, 1), self.rate, "PCM_16", format="WAV")
        return file.getvalue()


def from_file(content: bytes, *, max_bytes: int, max_seconds: float) -> Sound:
    """Return the sound of a file: WAV, FLAC, OGG, MP3 and what else libsndfile reads.

    Its kind is told from the content. Limits are checked before anything is decoded. Raises
    SpeechUnusable.
    """
    if len(content) > max_bytes:
        raise SpeechUnusable(
            f"a sound file may have {max_bytes / 1e6:.3g} MB, and this one has "
            f"{len(content) / 1e6:.3g} MB"
        )
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            _check_length(file.frames, file.samplerate, max_seconds)
            # A small file may hold hours of silence in a hundred channels.
            most = int(max_seconds * file.samplerate)
            blocks = file.blocks(file.samplerate, frames=most, dtype="float32", always_2d=True)
            samples = np.concatenate([block.mean(axis=1) for block in blocks])
            return from_array(samples, file.samplerate)
    except (soundfile.SoundFileError, TypeError, ValueError) as error:
        if isinstance(error, SpeechUnusable):
            raise
        raise SpeechUnusable(
            "this is not a sound file that can be read: give a WAV, FLAC, OGG or MP3 file"
        ) from None


def from_array(
    samples: NDArray[np.signedinteger | np.floating], rate: int, *, max_seconds: float = np.inf
) -> Sound:
    """Return the sound of `n` samples, or of `n` by channels: signed integers, or floats to 1.

    Raises SpeechUnusable.
    """
    if samples.ndim not in (1, 2) or not samples.size:
        raise SpeechUnusable("there is no sound in it")
    _check_length(len(samples), rate, max_seconds)
    scale = 2 ** (8 * samples.itemsize - 1) if samples.dtype.kind == "i" else 1
    floats = (samples / scale).astype(np.float32)
    if not np.isfinite(floats).all():
        raise SpeechUnusable("the sound is damaged: some of its samples are no numbers")
    return Sound(floats if floats.ndim == 1 else floats.mean(axis=1), rate)


def _check_length(samples: int, rate: int, most: float) -> None:
    if not _RATES[0] <= rate <= _RATES[1]:
        raise SpeechUnusable(
            f"a sound has from {_RATES[0]} to {_RATES[1]} samples a second, and this one {rate}"
        )
    if samples / rate > most:
        raise SpeechUnusable(
            f"a sound may last {most:.3g} s, and this one lasts {samples / rate:.3g} s: cut it"
        )


def levelled(sound: Sound) -> Sound:
    """Return it at 16 kHz, its loudest moment at half of what is possible."""
    sound = sound.at(SPEECH_RATE)
    peak = float(np.abs(sound.samples).max(initial=0.0))
    return sound if peak < _SILENT else Sound(sound.samples * np.float32(0.5 / peak), SPEECH_RATE)


def utterances(sound: Sound) -> list[tuple[float, float]]:
    """Return from when to when somebody speaks, in seconds; nothing where nobody does.

    WebRTC's detector, which comes with pocketsphinx, tells voices from silence and from most noise
    by their spectrum. What goes on as loud as it began it takes for a voice as well, but a voice
    rises and falls with each syllable.
    """
    from pocketsphinx import Segmenter

    clear = levelled(sound).samples
    # The detector ends an utterance with the silence after it, and reads whole frames.
    heard = np.concatenate([clear, np.zeros(_FRAME * 20 + 1, np.float32)])
    spoken: list[tuple[float, float]] = []
    stream = io.BytesIO(Sound(heard, SPEECH_RATE).pcm())
    for found in Segmenter(sample_rate=SPEECH_RATE).segment(stream):
        start, end = max(0.0, found.start_time - _LATE_SECONDS), min(found.end_time, sound.seconds)
        frames = clear[int(found.start_time * SPEECH_RATE) : int(end * SPEECH_RATE)]
        if _rise(frames) > _STEADY_DECIBELS:
            spoken.append((start, end))
    return spoken


def _rise(samples: Samples) -> float:
    """By how many decibels the loudest moments are louder than the middle ones."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return 0.0
    levels = 20 * np.log10(np.sqrt((frames**2).mean(axis=1)) + _SILENT)
    return float(np.percentile(levels, 98) - np.median(levels))
