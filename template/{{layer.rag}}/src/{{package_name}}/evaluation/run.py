"""Asks every question, keyword search alone beside the project's own, and keeps what came of it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..answering.answers import Answer, Answering
from ..ports import Hit, Retriever
from ..retrieval.index import Index
from ..retrieval.ranking import best
from . import metrics
from .questions import Part, Question

DEPTH = 10
# As many as a judge is shown.
TEXTS = 5
METRICS = (
    "recall_at_5",
    "recall_at_10",
    "mrr",
    "ndcg_at_10",
    "citation_precision",
    "refusal_accuracy",
)


class KeywordsOnly:
    """The baseline, BM25 as it is: no vectors, no corrected spelling, no variety."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: str, k: int, where: Mapping[str, str] | None = None) -> list[Hit]:
        """Return at most `k` hits, best first. Filters are not part of the baseline."""
        scores = self._index.keyword_scores(query)
        rows = best(scores, k).tolist()
        chunks = self._index.snapshot.named([self._index.ids[row] for row in rows])
        return [Hit(chunk, float(scores[row])) for row, chunk in zip(rows, chunks, strict=True)]


@dataclass(frozen=True)
class Outcome:
    """What came of one question.

    `passages` are the documents and sections found, best first, `texts` what the first ones say.
    """

    question: Question
    ranks: list[int | None]
    baseline_ranks: list[int | None]
    baseline_cited: list[str]
    passages: list[tuple[str, str]]
    answer: Answer
    milliseconds: float
    texts: Sequence[str] = ()

    @property
    def verdict(self) -> str:
        """One word or two on how it went."""
        refused = self.answer.label == "refused"
        if not self.question.answerable:
            return "rightly refused" if refused else "wrongly answered"
        if refused:
            return "wrongly refused"
        found = metrics.recall(self.ranks, 5)
        return "found" if found == 1 else "partly found" if found else "missed"

    @property
    def passed(self) -> bool:
        """Whether it went as it should."""
        return self.verdict in ("found", "rightly refused")

    def as_json(self) -> dict[str, Any]:
        """Return plain values for `reports/evaluation.json`."""
        return {
            **self.question.model_dump(),
            "verdict": self.verdict,
            "ranks": self.ranks,
            "baseline_ranks": self.baseline_ranks,
            "passages": self.passages,
            "answer": asdict(self.answer),
            "milliseconds": round(self.milliseconds, 2),
        }


def ask_all(
    questions: Sequence[Question],
    answerer: Answering,
    retriever: Retriever,
    baseline: Retriever,
    step: Callable[[], object] = lambda: None,
) -> list[Outcome]:
    """Return an outcome for each question; `step` is called after each."""
    # The first question pays for what is loaded late, which is not what is measured.
    answerer.answer(questions[0].question)
    outcomes = []
    for question in questions:
        hits = retriever.search(question.question, DEPTH)
        started = time.perf_counter()
        answer = answerer.answer(question.question)
        elapsed = time.perf_counter() - started
        plain = baseline.search(question.question, DEPTH)
        outcome = Outcome(
            question,
            metrics.ranks(question, hits),
            metrics.ranks(question, plain),
            [hit.chunk.document for hit in plain[:1]],
            [(hit.chunk.document, hit.chunk.section) for hit in hits],
            answer,
            1000 * elapsed,
            [hit.chunk.text for hit in hits[:TEXTS]],
        )
        outcomes.append(outcome)
        step()
    return outcomes


def scores(outcomes: Sequence[Outcome], part: Part, kind: str | None = None) -> dict[str, float]:
    """Return METRICS and latencies over a part, or over one kind of question in it."""
    chosen = [
        outcome
        for outcome in outcomes
        if outcome.question.part == part and kind in (None, outcome.question.kind)
    ]
    cited = [
        metrics.citation_precision(o.question, [c.document for c in o.answer.citations])
        for o in chosen
        if o.question.answerable and o.answer.citations
    ]
    refused = [o.answer.label == "refused" for o in chosen]
    times = [o.milliseconds for o in chosen]
    return {
        **_retrieval([o.ranks for o in chosen if o.question.answerable]),
        "citation_precision": metrics.mean(cited),
        "refusal_accuracy": _refusals(refused, chosen),
        "p50_ms": metrics.percentile(times, 0.5),
        "p95_ms": metrics.percentile(times, 0.95),
    }


def baseline_scores(outcomes: Sequence[Outcome], part: Part) -> dict[str, float]:
    """Return METRICS of the baseline, which cites its first passage and never refuses."""
    chosen = [outcome for outcome in outcomes if outcome.question.part == part]
    cited = [
        metrics.citation_precision(o.question, o.baseline_cited)
        for o in chosen
        if o.question.answerable and o.baseline_cited
    ]
    return {
        **_retrieval([o.baseline_ranks for o in chosen if o.question.answerable]),
        "citation_precision": metrics.mean(cited),
        "refusal_accuracy": _refusals([False] * len(chosen), chosen),
    }


def _retrieval(found: Sequence[metrics.Ranks]) -> dict[str, float]:
    return {
        "recall_at_5": metrics.mean([metrics.recall(ranks, 5) for ranks in found]),
        "recall_at_10": metrics.mean([metrics.recall(ranks, 10) for ranks in found]),
        "mrr": metrics.mean([metrics.reciprocal_rank(ranks) for ranks in found]),
        "ndcg_at_10": metrics.mean([metrics.ndcg(ranks) for ranks in found]),
    }


def _refusals(refused: Sequence[bool], outcomes: Sequence[Outcome]) -> float:
    answerable = [outcome.question.answerable for outcome in outcomes]
    if len(set(answerable)) == 2:
        return metrics.balanced_refusals(refused, answerable)
    # With one sort of question only, the share that went right is all there is.
    return metrics.mean([was == (not can) for was, can in zip(refused, answerable, strict=True)])
