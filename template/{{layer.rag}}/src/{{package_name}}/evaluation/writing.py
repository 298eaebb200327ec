"""What a language model contributed: how often its words are shown, and how far they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..answering.answers import UNWRITTEN, WITHHELD
from ..answering.citations import borne_out
from . import metrics
from .run import Outcome


@dataclass(frozen=True)
class Writing:
    """Of so many `asked` how many were written, refused, withheld (rejected) or not answered.

    `faithful` is the share of the written sentences that a passage bears out.
    """

    asked: int
    written: int
    refused: int
    rejected: int
    unanswered: int
    faithful: float

    def told(self) -> str:
        """One sentence."""
        return (
            f"written by the model: {self.written} of {self.asked}, refused: {self.refused}, "
            f"rejected: {self.rejected}, unanswered: {self.unanswered}; a passage bears out "
            f"{self.faithful:.2f} of its sentences"
        )


def writing(outcomes: Sequence[Outcome]) -> Writing:
    """Return what a model contributed that was asked every question."""
    answers = [outcome.answer for outcome in outcomes]
    written = [answer.text for answer in answers if answer.label == "generated"]
    rejected = sum(answer.notice == WITHHELD for answer in answers)
    unanswered = sum(answer.notice.startswith(UNWRITTEN) for answer in answers)
    counts = [borne_out(text) for text in written]
    sentences = sum(count for _, count in counts)
    faithful = sum(held for held, _ in counts) / sentences if sentences else 0.0
    refused = len(answers) - len(written) - rejected - unanswered
    return Writing(len(answers), len(written), refused, rejected, unanswered, faithful)


def good(outcome: Outcome, *, written: bool) -> bool:
    """Return whether an answer is right, and the model's own where one is to have `written` it.

    It cites an expected document, or is a refusal where the documents hold no answer.
    """
    answer = outcome.answer
    if written and (answer.notice == WITHHELD or answer.notice.startswith(UNWRITTEN)):
        return False
    if not outcome.question.answerable:
        return answer.label == "refused"
    cited = [citation.document for citation in answer.citations]
    return answer.label != "refused" and metrics.citation_precision(outcome.question, cited) > 0
