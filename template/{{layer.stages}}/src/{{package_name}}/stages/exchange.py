"""What flows through the stages: a question, later its answer, and what was found about them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

# Shaped so that no tokeniser or Markdown takes it apart, and a model repeats it as it is.
PLACEHOLDER = re.compile(r"\[[A-Z_]+_\d+\]")
_LONGEST_PLACEHOLDER = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stage found: `label` names it, `score` (0 to 1) says how sure the stage is.

    Neither holds any of the text, so findings may be logged.
    """

    stage: str
    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of one user and its answer, on their way.

    `question` is what may go to a model: without personal data, once that stage has run. `withheld`
    maps each placeholder in it to what stood there, and lives as long as the exchange: no other
    request, and so no other user, can put it back. What is kept for later is kept restored.
    `refusal` is a sentence for the user; where there is one, nothing goes on. `offer` is one about
    what can be done besides.
    """

    question: str
    user: str = ""
    answer: str = ""
    passages: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: str = ""
    offer: str = ""
    withheld: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def reply(self) -> str:
        """What the user is told: the refusal where there is one, else the answer and the offer."""
        return self.refusal or "\n\n".join(filter(None, (self.answer, self.offer)))

    def found(self, stage: str, label: str, score: float = 1.0) -> "Exchange":
        """Return the exchange with one more finding."""
        return replace(self, findings=(*self.findings, Finding(stage, label, round(score, 3))))

    def refused(self, sentence: str) -> "Exchange":
        """Return the exchange, stopped with a sentence for the user."""
        return replace(self, refusal=sentence)

    def labels(self, stage: str) -> tuple[str, ...]:
        """Return what a stage found."""
        return tuple(finding.label for finding in self.findings if finding.stage == stage)

    def restored(self, text: str) -> str:
        """Return a text with what was withheld in the place of its placeholders."""
        return PLACEHOLDER.sub(lambda match: self.withheld.get(match[0], match[0]), text)

    def restoring(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the pieces of a text, restored; a placeholder may be spread over several."""
        restoring = Restoring(self)
        for piece in pieces:
            if text := restoring.of(piece):
                yield text
        if restoring.held:
            yield restoring.held


@dataclass(slots=True)
class Restoring:
    """Restores a text piece by piece; what may be the beginning of a placeholder is `held`."""

    exchange: Exchange
    held: str = ""

    def of(self, piece: str) -> str:
        """Return what is sure by now, restored."""
        text = self.held + piece
        start = text.rfind("[")
        open_end = start >= 0 and "]" not in text[start:]
        # What stays open for longer is no placeholder.
        keep = start if open_end and len(text) - start < _LONGEST_PLACEHOLDER else len(text)
        self.held = text[keep:]
        return self.exchange.restored(text[:keep])
