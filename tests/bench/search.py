"""How long a hybrid search takes: spelling, embedding, vectors, BM25, fusion and variety."""

from tests.bench.projects import measured_inside

ANSWERS = {"problem": "rag", "latency": "interactive", "hardware": "cpu", "source": "local"}


def search_latency(chunks: int) -> dict[str, float]:
    """Milliseconds of a search over a store of at least so many chunks, in a rendered repository.

    Returns:
        `p50` and `p95` of 200 varied queries in milliseconds, the number of `chunks`, and the
        seconds of `ingest_seconds` and `open_seconds`.
    """
    return measured_inside("search_in_project.py", str(chunks), answers=ANSWERS)
