"""Hearing and speaking behind the OpenAI-compatible protocol.

OpenAI speaks it, and so do vLLM and Speaches with Whisper and others: only the address differs.
"""

from collections.abc import Iterator

import httpx
from openai import DefaultHttpxClient, OpenAI
from pydantic import BaseModel, ValidationError

from ..language_models.connection import certificates
from ..language_models.errors import ModelUnavailable
from ..language_models.patience import Deadline
from .ports import Segment, Spoken, Transcript
from .settings import SpeechModels
from .sound import SPEECH_RATE, Sound, SpeechUnusable, from_file

# Whatever is longer is no answer: an hour of speech, or its words.
_MOST_SOUND, _MOST_TEXT = 200_000_000, 4_000_000


class _Segment(BaseModel):
    start: float
    end: float
    text: str


class _Heard(BaseModel):
    text: str
    language: str = ""
    segments: list[_Segment] = []


class OpenAIAudio:
    """The models of one address."""

    def __init__(self, models: SpeechModels) -> None:
        self._models = models
        self._client = OpenAI(
            base_url=models.base_url or None,
            # An address of one's own may need no key, but the library insists on one.
            api_key=models.api_key.get_secret_value() or "none",
            # Retries are ours: they know the deadline.
            max_retries=0,
            http_client=DefaultHttpxClient(verify=certificates()),
        )

    def transcribe(self, sound: Sound, deadline: Deadline) -> Transcript:
        """Return what is said, in the segments of the server if it tells them."""
        name = self._models.hearing
        answers = self._client.audio.transcriptions.with_streaming_response
        with answers.create(
            model=name,
            file=("sound.wav", sound.at(SPEECH_RATE).wav(), "audio/wav"),
            response_format="verbose_json",
            timeout=deadline.left,
        ) as response:
            content = _content(response.iter_bytes(), _MOST_TEXT, deadline, name)
        try:
            heard = _Heard.model_validate_json(content)
        except ValidationError as error:
            raise _nonsense(name) from error
        told = heard.segments or [_Segment(start=0.0, end=sound.seconds, text=heard.text)]
        segments = tuple(Segment(one.start, one.end, one.text.strip()) for one in told)
        return Transcript(segments, heard.language, name)

    def speak(self, text: str, deadline: Deadline) -> Spoken:
        """Return the text as sound."""
        name = self._models.speaking
        answers = self._client.audio.speech.with_streaming_response
        with answers.create(
            model=name,
            voice=self._models.voice,
            input=text,
            response_format="wav",
            timeout=deadline.left,
        ) as response:
            content = _content(response.iter_bytes(), _MOST_SOUND, deadline, name)
        try:
            return Spoken(from_file(content, max_bytes=_MOST_SOUND, max_seconds=3600.0), name)
        except SpeechUnusable as error:
            raise _nonsense(name) from error


def _content(pieces: Iterator[bytes], most: int, deadline: Deadline, name: str) -> bytes:
    """The whole answer, unless it is too long or too late."""
    content = bytearray()
    try:
        for piece in pieces:
            content += piece
            if len(content) > most:
                raise _nonsense(name)
            if deadline.passed:
                message = f"{name} had not finished after {deadline.seconds:.2g} s"
                raise ModelUnavailable(message, "silent", passing=True)
    except httpx.RemoteProtocolError as error:
        raise ModelUnavailable(f"{name} broke off", "cut off", passing=True) from error
    return bytes(content)


def _nonsense(name: str) -> ModelUnavailable:
    message = f"{name} answered outside of the protocol"
    return ModelUnavailable(message, "nonsense", passing=True)
