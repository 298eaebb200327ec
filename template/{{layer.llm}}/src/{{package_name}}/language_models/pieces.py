"""What a stream of pieces has to be before it counts as an answer."""

import json
from collections.abc import Generator, Iterable

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks

from .errors import ModelUnavailable, Reason
from .patience import Deadline

# How the protocols name the reason for which a model stopped; a stream without one broke off.
_ENDED = ("finish_reason", "stop_reason", "done_reason")
_DECLINED = ("content_filter", "refusal")
_SHORTENED = ("length", "max_tokens")


def ending(piece: AIMessageChunk) -> str:
    """The reason for which the model stopped, in the words of the protocol; none before the end."""
    told = piece.response_metadata
    return next((str(told[key]) for key in _ENDED if told.get(key)), "")


def shortened(answer: AIMessageChunk) -> bool:
    """Whether the answer would have gone on."""
    return ending(answer) in _SHORTENED


def joined(pieces: Iterable[AIMessageChunk]) -> AIMessageChunk:
    """All pieces as one. There must be at least one."""
    first, *others = pieces
    return add_ai_message_chunks(first, *others) if others else first


def checked(
    pieces: Iterable[BaseMessage], deadline: Deadline, name: str
) -> Generator[AIMessageChunk, None, None]:
    """Pass the pieces on.

    Raises ModelUnavailable when they come too late, say nothing, break off, or decline to answer.
    """
    began = said = ended = declined = False
    calls: list[AIMessageChunk] = []
    for piece in pieces:
        if not isinstance(piece, AIMessageChunk):
            raise TypeError(f"{name} gave a {type(piece).__name__}")
        if deadline.passed:
            raise late(name, deadline, "too long" if began else "silent")
        began = True
        said = said or bool(piece.text.strip() or piece.tool_call_chunks)
        ended = ended or bool(ending(piece))
        # OpenAI's models say in a field of its own why they decline, and end as usual.
        refused = bool(piece.additional_kwargs.get("refusal"))
        declined = declined or refused or ending(piece) in _DECLINED
        calls += [piece] if piece.tool_call_chunks else []
        yield piece
    if declined:
        raise ModelUnavailable(f"{name} declined to answer", "declined")
    if not ended:
        raise ModelUnavailable(f"{name} broke off", "cut off", passing=True)
    if not said:
        raise ModelUnavailable(f"{name} answered nothing", "nonsense", passing=True)
    if calls and not _sound(joined(calls)):
        message = f"{name} called a tool with arguments that are no JSON"
        raise ModelUnavailable(message, "nonsense", passing=True)


def late(name: str, deadline: Deadline, reason: Reason) -> ModelUnavailable:
    """The failure of an answer that was not there when the time was over."""
    return ModelUnavailable(f"{name} had not finished after {deadline.seconds:g} s", reason)


def _sound(answer: AIMessageChunk) -> bool:
    """Whether all arguments are JSON objects: LangChain would complete what is cut short."""
    try:
        arguments = [json.loads(call["args"] or "{}") for call in answer.tool_call_chunks]
    except ValueError:
        return False
    return all(isinstance(one, dict) for one in arguments)


def after(
    said: str, pieces: Iterable[AIMessageChunk], name: str
) -> Generator[AIMessageChunk, None, None]:
    """Pass on what follows `said`, beginning with a piece that says something.

    Pieces before that one are made part of it: they hold the usage of some protocols. Raises
    ModelUnavailable when the pieces do not begin with `said`.
    """
    held: list[AIMessageChunk] = []
    for piece in pieces:
        text = piece.text
        if said:
            length = min(len(said), len(text))
            if text[:length] != said[:length]:
                raise _another(name)
            said = said[length:]
            piece = piece.model_copy(update={"content": text[length:]})
        held.append(piece)
        if piece.text or piece.tool_call_chunks:
            yield joined(held)
            held = []
    if said:
        raise _another(name)
    if held:
        yield joined(held)


def _another(name: str) -> ModelUnavailable:
    message = f"{name} broke off, and gave another answer when asked again"
    return ModelUnavailable(message, "cut off")
