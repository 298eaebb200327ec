"""Screens texts for instructions that are meant for the model and not for the reader.

Patterns of well-known attacks, and a small classifier for how others are worded. This lowers the
risk and does not remove it: whoever tries long enough finds words that pass. What a model may do
must be limited elsewhere, by approval of what has side effects and by the rights of its tools.
"""

import re
from collections.abc import Sequence

from ..words.sentences import sentences
from .classifier import trained
from .examples import Example
from .exchange import Exchange

ATTACK = "injection"
_REFUSAL = (
    "This reads like instructions to the model behind this service, so it was not passed on: "
    "please say it in other words."
)
_UNDO = r"(?:ignore|disregard|forget|override|bypass|skip|discard)"
_RULES = r"(?:instruction|direction|rule|prompt|guideline|polic|restriction|programming|told)"
# Near the start of a clause, for in the midst of one it is often what somebody asks about.
_ORDER = re.compile(
    rf"(?:^|[.!?;:,]\s)\W*(?:\w+\W+){{0,6}}?{_UNDO}\b(?:\W+\w+){{0,4}}?\W+"
    rf"(?:all|any|every|previous|prior|above|earlier|preceding|your|the system)\b"
    rf"(?:\W+\w+){{0,4}}?\W+{_RULES}",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"<\|(?:im_start|im_end|system|endoftext|eot_id|start_header_id)\|>|\[/?INST\]|<</?SYS>>"
    r"|\b(?:reveal|print|repeat|show|output|leak|recite)\b(?:\W+\w+){0,4}?\W+"
    r"your\b(?:\W+\w+){0,2}?\W+(?:system|hidden|initial|secret)\W+(?:prompt|instruction|message)"
    r"|\byou are now\b(?:\W+\w+){0,4}?\W+(?:DAN\b|unrestricted|jailbroken|without (?:any )?rules)",
    re.IGNORECASE,
)
# A short instruction hides in a long text, so each sentence counts by itself, or each part of it.
_LONGEST = 300


class InjectionScreening:
    """Refuses a question that reads like an attack. Closed: an attack may be what makes it fail."""

    name = "injection"
    closed = True

    def __init__(
        self, examples: Sequence[Example], ordinary: Sequence[Example], least: float
    ) -> None:
        """`ordinary` are questions as users ask them: no attacks, whatever they are labelled."""
        harmless = [example.model_copy(update={"expected": ()}) for example in ordinary]
        self._model, self._least = trained((*examples, *harmless)), least

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange, refused where the question is suspicious."""
        risk = self.risk(exchange.question)
        if risk < self._least:
            return exchange
        return exchange.found(self.name, ATTACK, risk).refused(_REFUSAL)

    def risk(self, text: str) -> float:
        """Return how much a text reads like an attack, 0 to 1; also for fetched pages and files."""
        said = [one for line in text.splitlines() for one in sentences(line)]
        parts = [one[at : at + _LONGEST] for one in said for at in range(0, len(one), _LONGEST)]
        if any(_ORDER.search(part) or _MARK.search(part) for part in parts):
            return 1.0
        chances = self._model.probabilities(parts) if parts else []
        return max((chance[ATTACK] for chance in chances), default=0.0)
