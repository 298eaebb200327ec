"""A turn of a run, whatever drives it: what a reply asks for, and what its calls give."""

import time
from collections.abc import Mapping, Sequence

from langchain_core.messages import AnyMessage

from ..ports import Call, Returned, Thought
from ..tools import Result, call
from .asking import Answered
from .budget import BudgetSettings
from .effects import Effects
from .repetition import NOTICE, hopeless, identity, repeated, results_of
from .replies import calls_of
from .segment import Segment


def considered(
    answered: Answered, messages: Sequence[AnyMessage], segment: Segment
) -> tuple[Thought, str]:
    """Return what a reply asks for, and why the run ends where it leads nowhere."""
    calls = tuple(calls_of(answered.reply, segment.tools))
    thought = Thought(
        step=answered.spent.steps,
        text=answered.reply.text,
        calls=calls,
        spent=answered.spent,
        input_tokens=answered.read,
        output_tokens=answered.wrote,
        estimated=answered.estimated,
    )
    same = [results_of(messages, identity(one.tool, one.arguments)) for one in calls]
    circling = bool(calls) and all(map(hopeless, same))
    return thought, "it asked for the same again and again" if circling else ""


def refusal_of(one: Call, refusals: Mapping[str, str], earlier: Sequence[AnyMessage]) -> str:
    """Return why a call is not made: its fault, a person's refusal, or that it was made before."""
    refusal = one.fault or refusals.get(one.id, "")
    if not refusal and repeated(results_of(earlier, identity(one.tool, one.arguments))):
        return NOTICE
    return refusal


def acted(
    one: Call,
    step: int,
    refusal: str,
    *,
    segment: Segment,
    budget: BudgetSettings,
    effects: Effects,
) -> Returned:
    """Make one call, or say why it is not made."""
    began = time.monotonic()
    result = Result(refusal, True) if refusal else _made(one, step, segment, budget, effects)
    return Returned(
        step=step,
        call=one,
        text=result.text,
        failed=result.failed,
        suspicious=not refusal and segment.suspicious(result.text),
        seconds=round(time.monotonic() - began, 4),
    )


def _made(
    one: Call, step: int, segment: Segment, budget: BudgetSettings, effects: Effects
) -> Result:
    tool, left = segment.tools[one.tool], budget.seconds - segment.elapsed()
    if not tool.side_effects:
        return call(tool, one.arguments, seconds=left)
    key = f"{step}/{one.id}"
    result = effects.begin(segment.run, key)
    if result is None:
        result = call(tool, one.arguments, approved=True, seconds=left)
        effects.end(segment.run, key, result)
    return result
