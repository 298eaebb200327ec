"""What the service counts about its answers, beside what it counts about requests."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from ..answering.answers import Answer

_SHARES = [step / 10 for step in range(1, 11)]


class AnswerMetrics:
    """Counters and histograms in a registry; `ops/` holds the alerts and panels on them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.answers = Counter(
            "rag_answers", "Answers by how they came about", ["label"], registry=registry
        )
        self.support = Histogram(
            "rag_answer_support",
            "Estimated probability that the passages answer the question",
            buckets=_SHARES,
            registry=registry,
        )
        self.citations = Counter("rag_citations", "Passages cited", registry=registry)
        self.fallbacks = Counter(
            "rag_fallbacks",
            "Questions whose answer the language model could not give or support",
            registry=registry,
        )
        self.feedback = Counter(
            "rag_feedback", "Readers' judgements", ["helpful"], registry=registry
        )

    def count(self, answer: Answer) -> None:
        """Count one answer that was given."""
        self.answers.labels(answer.label).inc()
        self.support.observe(answer.support)
        self.citations.inc(len(answer.citations))
        if answer.notice and answer.label != "generated":
            self.fallbacks.inc()
