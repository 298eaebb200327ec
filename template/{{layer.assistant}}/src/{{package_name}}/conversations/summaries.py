"""Turns that leave the window become a summary: written by the model, or extracted without one."""

import logging
import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from prometheus_client import CollectorRegistry, Counter

from ..language_models.errors import ModelUnavailable
from ..prompts import Prompt
from ..tools.calling import fault
from .memory import bounded, clipped
from .store import Turn

EXTRACT = "(An extract, no summary: how each question and each answer began.)"
_ASKED, _ANSWERED = 120, 60
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_log = logging.getLogger(__name__)


class Summaries:
    """The `Summarizer`. Where the model is away or there is none, it extracts, and says so."""

    def __init__(
        self, model: BaseChatModel | None, prompt: Prompt, registry: CollectorRegistry
    ) -> None:
        self._model, self._prompt = model, prompt
        self._made = Counter(
            "assistant_summaries", "Summaries, by what made them", ["by"], registry=registry
        )

    def __call__(self, summary: str, turns: Sequence[Turn], most: int) -> str:
        """Return the summary with the turns in it, in at most so many tokens."""
        if self._model is not None:
            try:
                written = self._written(self._model, summary, turns, most)
            except ModelUnavailable as error:
                _log.warning("the summary is an extract: %s", error)
            except Exception as error:
                _log.error("the summary is an extract: %s", fault(error))
            else:
                self._made.labels("model").inc()
                return written
        self._made.labels("extract").inc()
        return extracted(summary, turns, most)

    def _written(self, model: BaseChatModel, summary: str, turns: Sequence[Turn], most: int) -> str:
        said = "\n\n".join(f"Person: {turn.question}\nYou: {turn.answer}" for turn in turns)
        asked = f"The summary so far:\n{summary or '(none)'}\n\nWhat was said then:\n{said}"
        # Four bytes are about a token, and the model counts in these.
        reply = model.invoke(
            [SystemMessage(self._prompt.text), HumanMessage(asked)],
            {"metadata": self._prompt.metadata},
            max_tokens=max(64, most // 4),
        )
        return clipped(reply.text.strip(), most) or extracted(summary, turns, most)


def extracted(summary: str, turns: Sequence[Turn], most: int) -> str:
    """Return how questions and answers began, the latest that fit; the first line says so."""
    earlier = [line for line in summary.splitlines() if line != EXTRACT]
    lines = [
        f"- asked: {_SENTENCE.split(_line(turn.question))[0][:_ASKED]}"
        f" · answered: {_line(turn.answer or '')[:_ANSWERED]}"
        for turn in turns
    ]
    kept = bounded([*earlier, *lines], most - len(EXTRACT.encode()) - 1)
    return "\n".join([EXTRACT, *kept])


def _line(text: str) -> str:
    return " ".join(text.split())
