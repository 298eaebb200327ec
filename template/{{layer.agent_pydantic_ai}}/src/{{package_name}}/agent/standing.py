"""Where a run stands: what it has to do next, what it waits for, and what came of it."""

from collections.abc import Mapping

from pydantic_ai.messages import ModelResponse

from ..ports import Call, Finished
from ..tools import Tool
from .checkpoints import Checkpoint
from .gateway_model import reply_in, to_langchain
from .replies import calls_of, last_words, stopped_answer


def asked_for(checkpoint: Checkpoint, tools: Mapping[str, Tool]) -> list[Call]:
    """Return the calls that a run has to make next."""
    last = checkpoint.messages[-1]
    return calls_of(reply_in(last), tools) if isinstance(last, ModelResponse) else []


def waits_for(checkpoint: Checkpoint, tools: Mapping[str, Tool]) -> tuple[Call, ...]:
    """Return the calls on which a person has to decide before the run goes on."""
    decided = checkpoint.progress.refusals
    asking = (one for one in asked_for(checkpoint, tools) if one.asks)
    return tuple(one for one in asking if one.id not in decided)


def end_of(run: str, checkpoint: Checkpoint) -> Finished:
    """Say what came of a run that is over."""
    held, messages = checkpoint.progress, to_langchain(checkpoint.messages)
    answer = stopped_answer(messages, held.stopped) if held.stopped else last_words(messages)
    return Finished(run=run, answer=answer, stopped=held.stopped, spent=held.spent)
