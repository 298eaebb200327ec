"""Asks the model for a step: booked before, settled after, and never beyond the budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import Runnable

from ..language_models.calls import BEFORE_CALL
from ..language_models.errors import ModelUnavailable
from ..ports import Said, Spent
from ..tools.calling import GivenUp, within
from .budget import BudgetSettings, Exhausted, size, written
from .ledger import Asked, Ledger, Worst
from .replies import EXACT, identified, reply_of
from .segment import Segment

# No token of any language is longer, on the average of a text.
_LONGEST_TOKEN = 64


@dataclass(frozen=True)
class Answered:
    """A reply, its tokens, and what the run has spent with it. `estimated`: the most they can be.

    That is what counts where a provider tells no tokens, or fewer than the words can be.
    """

    reply: AIMessage
    read: int
    wrote: int
    estimated: bool
    spent: Spent


def next_step(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[AnyMessage],
    spent: Spent,
    said: Callable[[Said], None] | None,
    *,
    segment: Segment,
    budget: BudgetSettings,
    ledger: Ledger,
) -> Answered:
    """Return the model's next step, of a run whose checkpoint has `spent` so much.

    Raises Exhausted, ModelUnavailable, and whatever else a model raises.
    """
    run, before = segment.run, ledger.booked(segment.run, spent)
    step = before.steps + 1
    if ledger.answered(run, step) is None:
        known, fresh = size(messages, str(segment.definitions), budget.picture_tokens)
        most = _allowed(before, known, fresh, segment, budget)
        worst = Worst(known + fresh, most, budget.price(known + fresh, most))
        ledger.begin(run, step, worst, segment.elapsed())
        calls = count()

        def before_call() -> None:
            """Book each call for this answer but the first, which is booked already."""
            made = next(calls)
            if not made:
                return
            try:
                allowed = _allowed(worst.times(made, before), known, fresh, segment, budget)
            except Exhausted as error:
                raise ModelUnavailable(f"no further call: {error}", "spent") from None
            if allowed < most or not ledger.again(run, step):
                raise ModelUnavailable("no further call fits the budget of the run", "spent")

        token, shown = BEFORE_CALL.set(before_call), segment.shown(messages)
        try:
            left = budget.seconds - segment.elapsed()
            reply = within(left, lambda: reply_of(model, shown, most, step, said))
        except GivenUp:
            ledger.failed(run, step, segment.elapsed())
            raise Exhausted(f"its {budget.seconds:.3g} s are over") from None
        except Exception:
            ledger.failed(run, step, segment.elapsed())
            raise
        finally:
            BEFORE_CALL.reset(token)
        ledger.end(run, step, identified(_counted(reply, fresh), step, messages))
    asked = ledger.answered(run, step)
    if asked is None:
        raise ModelUnavailable("the run went on without this reply", "spent")
    return _settled(asked, before, segment, budget)


def _allowed(spent: Spent, known: int, fresh: int, segment: Segment, budget: BudgetSettings) -> int:
    """The tokens that the model may write now. Raises Exhausted."""
    now = spent.model_copy(update={"seconds": segment.elapsed()})
    return budget.answer(now, known, fresh)


def _counted(reply: AIMessage, fresh: int) -> AIMessage:
    """The reply, without a usage that cannot be true."""
    usage = reply.usage_metadata
    if usage is None or EXACT in reply.response_metadata:
        return reply
    read, wrote = usage["input_tokens"], usage["output_tokens"]
    plausible = (
        read > fresh // _LONGEST_TOKEN
        and wrote > written(reply) // _LONGEST_TOKEN
        and usage["total_tokens"] >= read + wrote
    )
    return reply if plausible else reply.model_copy(update={"usage_metadata": None})


def _settled(asked: Asked, before: Spent, segment: Segment, budget: BudgetSettings) -> Answered:
    """Book what a reply cost; calls for it whose answers broke off cost the most they can have."""
    reply, usage, worst = asked.reply, asked.reply.usage_metadata, asked.worst
    told = reply.response_metadata.get("usd")
    if usage:
        read, wrote = usage["input_tokens"], usage["output_tokens"]
    else:
        read, wrote = worst.read, min(worst.wrote, written(reply))
        told = told if EXACT in reply.response_metadata else None
    # What is told is for all calls together, of which those that broke off are booked apart.
    cost = budget.price(read, wrote) if told is None or asked.calls > 1 else told
    others = worst.times(asked.calls - 1, before)
    spent = Worst(read, wrote, cost).times(1, others)
    update = {"steps": before.steps + 1, "seconds": segment.elapsed()}
    return Answered(reply, read, wrote, usage is None, spent.model_copy(update=update))
