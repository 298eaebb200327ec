"""The stages around an answer: what becomes of a question before it, and of the text after it."""

from collections.abc import Iterator
from dataclasses import replace

from prometheus_client import CollectorRegistry

from ..ingestion.chunking import searchable
from ..stages import Exchange, Pipeline, StageSettings, build_stages
from ..stages.examples import StagesUnusable
from .answers import Answer, Answering, Delta, Event, Screen, ScreenUnusable, Sources, Where

_NOT_ALL_FOUND = "The passages do not bear out every sentence of this."


def build_screen(registry: CollectorRegistry | None = None) -> Screen:
    """Return what puts the stages around whatever answers. Raises ScreenUnusable."""
    try:
        stages = build_stages(StageSettings(), registry)
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
        """Yield Sources, then the Deltas of a text that is being written, then the Answer."""
        asked = self._stages.before(question)
        if asked.refusal:
            yield Sources([])
            yield Answer(question, asked.refusal, "refused", [], 0.0)
            return
        events = self._answering.stream(asked.question, where)
        sources = next(events)
        assert isinstance(sources, Sources)
        yield sources
        answers: list[Answer] = []
        yield from map(Delta, asked.restoring(_pieces(events, answers)))
        yield self._checked(question, asked, answers[0], sources)

    def _checked(self, question: str, asked: Exchange, answer: Answer, sources: Sources) -> Answer:
        if answer.label == "refused":
            return replace(answer, question=question)
        passages = [searchable(hit.chunk) for hit in sources.hits]
        checked = self._stages.after(asked, answer.text, passages)
        if checked.refusal:
            return Answer(question, checked.refusal, "refused", [], answer.support, answer.notice)
        notice = answer.notice
        if answer.label == "generated" and not notice and checked.labels("grounding"):
            notice = _NOT_ALL_FOUND
        citations = [replace(one, quote=asked.restored(one.quote)) for one in answer.citations]
        return Answer(question, checked.answer, answer.label, citations, answer.support, notice)


def _pieces(events: Iterator[Event], answers: list[Answer]) -> Iterator[str]:
    """The text of the Deltas; the Answer is put aside."""
    for event in events:
        match event:
            case Delta(text):
                yield text
            case Answer():
                answers.append(event)
