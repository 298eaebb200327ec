"""`/hearing`: a sound becomes words; `/speaking`: words become a sound.

What was heard comes back to the one who spoke, who sends it to a conversation as it is or mended.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, HTTPException
from fastapi.openapi.models import Example
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from ..conversations.assistant import Assistant
from ..conversations.attaching import Sounds
from ..ports import RunError
from ..voice.voice import Voice
from .example_sound import HELLO

T = TypeVar("T")
_HEARING = "/hearing"
_SOUND: dict[str, Example] = {"hello, in base64 here": {"value": HELLO}}
_TEXT: dict[str, Example] = {"an answer": {"value": {"text": "That makes **42**."}}}
_WAV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}}
}


class Heard(BaseModel):
    """What was heard in a sound."""

    say: str


class ToSay(BaseModel):
    """A text to be spoken, such as an answer. Its Markdown is not said."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=100_000, pattern=r"\w")


def voice_routes(assistant: Assistant) -> list[APIRouter]:
    """Return the routes for sound."""
    router, voice = APIRouter(tags=["voice"]), voice_of(assistant)

    @router.post(_HEARING)
    def hear(
        sound: Annotated[bytes, Body(media_type="audio/wav", openapi_examples=_SOUND)],
    ) -> Heard:
        """Hear what is said in a sound file: WAV, FLAC, OGG or MP3, told apart by its content."""
        return Heard(say=_understood(lambda: voice.heard(sound)))

    @router.post("/speaking", response_class=Response, responses=_WAV)
    def speak(body: Annotated[ToSay, Body(openapi_examples=_TEXT)]) -> Response:
        """Speak a text; the answer is a WAV file. A long one is cut after a sentence."""
        spoken = _understood(lambda: voice.spoken(body.text))
        return Response(spoken.sound.wav(), media_type="audio/wav")

    return [router]


def large_bodies(assistant: Assistant) -> Mapping[str, int]:
    """Return how many bytes the route has that takes sound."""
    return {_HEARING: assistant.attachments.largest}


def voice_of(assistant: Assistant) -> Voice:
    """Return the voice of an assistant that wiring.py gave one."""
    assert isinstance(assistant.attachments, Sounds)
    return assistant.attachments.voice


def _understood(work: Callable[[], T]) -> T:
    """Return what `work` returns. Raises HTTPException with the sentence of what went wrong."""
    try:
        return work()
    except RunError as error:
        raise HTTPException(422, str(error)) from None
