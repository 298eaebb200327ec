"""The stages around an answer: what becomes of a question before it, and of the text after it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from prometheus_client import CollectorRegistry

from ..caller import CALLER
from ..ingestion.chunking import searchable
from ..stages import Exchange, Pipeline, StageSettings, build_stages
from ..stages.actions import Actions
from ..stages.examples import StagesUnusable
from .answers import Answer, Answering, Delta, Event, Screen, ScreenUnusable, Sources, Where

_NOT_ALL_FOUND = "The passages do not bear out every sentence of this."


def build_screen(
    registry: CollectorRegistry | None = None, actions: Actions | None = None
) -> Screen:
    """Return what puts the stages around whatever answers. Raises ScreenUnusable."""
    try:
        stages = build_stages(StageSettings(), registry, actions=actions)
    except StagesUnusable as error:
        raise ScreenUnusable(str(error)) from error
    return lambda answering: Screened(answering, stages)


class Screened:
    """Answers with what another one says to the question, as far as the stages let both pass."""

    def __init__(self, answering: Answering, stages: Pipeline) -> None:
        self._answering, self._stages = answering, stages

    def answer(self, question: str, where: Where = None) -> Answer:
        """Return the answer. `where` restricts the passages as in `Retriever.search`."""
        *_, last = self.stream(question, where)
        assert isinstance(last, Answer)
        return last

    def stream(self, question: str, where: Where = None) -> Iterator[Event]:
        """Yield Sources, then the Deltas of a text that is being written, then the Answer.

        What may be withheld in the end is shown there only, and has no Deltas.
        """
        asked = self._stages.before(question, CALLER.get())
        if asked.refusal:
            yield Sources([])
            yield Answer(question, asked.refusal, "refused", [], 0.0)
            return
        events = self._answering.stream(asked.question, where)
        sources = next(events)
        assert isinstance(sources, Sources)
        yield sources
        answers: list[Answer] = []
        pieces = asked.restoring(_pieces(events, answers))
        if self._stages.withholds(asked):
            deque(pieces, maxlen=0)
        yield from map(Delta, pieces)
        yield self._checked(question, asked, answers[0], sources)

    def _checked(self, question: str, asked: Exchange, answer: Answer, sources: Sources) -> Answer:
        told = " ".join(filter(None, (answer.notice, asked.offer)))
        if answer.label == "refused":
            return replace(answer, question=question, notice=told)
        passages = [searchable(hit.chunk) for hit in sources.hits]
        checked = self._stages.after(asked, answer.text, passages)
        if checked.refusal:
            return Answer(question, checked.refusal, "refused", [], answer.support, told)
        if answer.label == "generated" and not answer.notice and checked.labels("grounding"):
            told = " ".join(filter(None, (_NOT_ALL_FOUND, asked.offer)))
        citations = [replace(one, quote=asked.restored(one.quote)) for one in answer.citations]
        return Answer(question, checked.answer, answer.label, citations, answer.support, told)


def _pieces(events: Iterator[Event], answers: list[Answer]) -> Iterator[str]:
    """The text of the Deltas; the Answer is put aside."""
    for event in events:
        match event:
            case Delta(text):
                yield text
            case Answer():
                answers.append(event)
