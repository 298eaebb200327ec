"""From a question to an answer: search, write or quote, check, and refuse where it must be.

A language model is asked where there is one. When it cannot answer, or what it wrote does not hold
against the passages, the answer is quoted from the documents instead, and says so.
"""

from collections.abc import Callable, Iterator, Sequence

from ..ports import Hit, LanguageModel, ModelUnavailable, Retriever
from ..prompts import ChatPrompt
from .answers import (
    REFUSAL,
    UNWRITTEN,
    WITHHELD,
    Answer,
    Citation,
    Delta,
    Event,
    Sources,
    Where,
)
from .citations import check
from .extraction import extract
from .prompting import NOT_SUPPORTED, asked
from .settings import AnswerSettings
from .support import Vocabulary, features, probability


class Answerer:
    """Answers questions. `vocabulary` gives the words of the documents as they are now."""

    def __init__(
        self,
        retriever: Retriever,
        vocabulary: Callable[[], Vocabulary],
        model: LanguageModel | None,
        prompt: ChatPrompt,
        settings: AnswerSettings,
    ) -> None:
        self._retriever, self._vocabulary = retriever, vocabulary
        self._model, self._prompt = model, prompt
        self._settings = settings

    def answer(self, question: str, where: Where = None) -> Answer:
        """Return the answer. `where` restricts the passages as in `Retriever.search`."""
        *_, last = self.stream(question, where)
        assert isinstance(last, Answer)
        return last

    def stream(self, question: str, where: Where = None) -> Iterator[Event]:
        """Yield Sources, then the Deltas of a text that is being written, then the Answer."""
        hits = self._retriever.search(question, self._settings.passages, where)
        yield Sources(hits)
        if self._model is None or not hits:
            yield self._extracted(question, hits, "")
            return
        shown = hits[: self._settings.passages_in_prompt]
        request = asked(self._prompt, question, shown)
        text = held = ""
        try:
            for piece in self._model.stream(request):
                text += piece
                held += piece
                # What may become the agreed refusal is held back: that is a signal, not a text.
                if not NOT_SUPPORTED.startswith(text.strip()[: len(NOT_SUPPORTED)]):
                    yield Delta(held)
                    held = ""
        except ModelUnavailable as failure:
            yield self._extracted(question, hits, f"{UNWRITTEN}: {failure}.")
            return
        yield self._checked(question, text, hits, shown)

    def _checked(
        self, question: str, text: str, hits: Sequence[Hit], shown: Sequence[Hit]
    ) -> Answer:
        support = self._support(question, hits)
        if NOT_SUPPORTED in text:
            return Answer(question, REFUSAL, "refused", [], support)
        checked = check(text, shown, self._settings.least_overlap)
        if not checked.citations:
            return self._extracted(question, hits, WITHHELD)
        notice = ""
        if checked.removed:
            notice = f"{checked.removed} citations that did not hold were removed."
        elif checked.unsupported:
            notice = f"{checked.unsupported} sentences stand without a citation."
        return Answer(question, checked.text, "generated", checked.citations, support, notice)

    def _extracted(self, question: str, hits: Sequence[Hit], notice: str) -> Answer:
        support = self._support(question, hits)
        terms = self._vocabulary().terms(question)
        quotes = extract(terms, hits) if support >= self._settings.least_support else []
        if not quotes:
            return Answer(question, REFUSAL, "refused", [], support, notice)
        citations = [
            Citation.of(number, quote.chunk, quote.text)
            for number, quote in enumerate(quotes, start=1)
        ]
        text = "\n\n".join(f"{citation.quote} [{citation.number}]" for citation in citations)
        return Answer(question, text, "extracted", citations, support, notice)

    def _support(self, question: str, hits: Sequence[Hit]) -> float:
        return probability(features(self._vocabulary().terms(question), hits), self._settings)
