"""Run inside a rendered repository: fill a store, search it, print the figures as JSON.

The documents are made of sentences from the standard library's docstrings, in random order: real
words with their real frequencies, and no two passages alike.
"""

import ast
import importlib
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "ground_project"
PASSAGES_PER_DOCUMENT = 10
SENTENCES_PER_PASSAGE = 8
QUERIES = 200
WARM_UP = 20


def sentences() -> list[str]:
    """Return every sentence of five words or more in the docstrings of the standard library."""
    found: set[str] = set()
    for path in sorted(Path(ast.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = " ".join((ast.get_docstring(node) or "").split())
                found.update(part for part in text.split(". ") if 5 <= len(part.split()) <= 40)
    return sorted(found)


def documents(raw: Any, chunks: int, pool: list[str], rng: random.Random) -> Iterator[Any]:
    """Yield Markdown documents that are split into `chunks` passages together."""
    for number in range(chunks // PASSAGES_PER_DOCUMENT):
        lines = [f"# Document {number}"]
        for section in range(PASSAGES_PER_DOCUMENT):
            lines += [f"## Section {section}", ". ".join(rng.sample(pool, SENTENCES_PER_PASSAGE))]
        yield raw(f"document-{number:06}.md", "markdown", "\n\n".join(lines).encode())


def questions(pool: list[str], rng: random.Random) -> Iterator[str]:
    """Yield parts of sentences, three to ten words long, every fourth with a letter missing."""
    for number in range(QUERIES + WARM_UP):
        words = rng.choice(pool).split()
        length = rng.randint(3, 10)
        start = rng.randrange(max(1, len(words) - length))
        query = " ".join(words[start : start + length])
        cut = rng.randrange(1, len(query) - 1)
        yield query[:cut] + query[cut + 1 :] if number % 4 == 0 else query


def main(chunks: int) -> dict[str, float]:
    """Return the figures for a store of so many chunks."""
    wiring = importlib.import_module(f"{PACKAGE}.wiring")
    ingest = importlib.import_module(f"{PACKAGE}.ingestion.ingest").ingest
    raw = importlib.import_module(f"{PACKAGE}.ingestion.documents").Raw
    settings = importlib.import_module(f"{PACKAGE}.settings").Settings()
    rng = random.Random(0)
    pool = sentences()
    store = wiring.build_store(settings)
    start = time.perf_counter()
    report = ingest("the benchmark", documents(raw, chunks, pool, rng), store)
    ingested = time.perf_counter()
    retriever = wiring.build_retriever(settings, store)
    opened = time.perf_counter()
    taken = []
    for query in questions(pool, rng):
        begin = time.perf_counter()
        assert retriever.search(query, 5)
        taken.append((time.perf_counter() - begin) * 1000)
    percentiles = statistics.quantiles(taken[WARM_UP:], n=100)
    return {
        "chunks": report.chunks,
        "p50": round(percentiles[49], 2),
        "p95": round(percentiles[94], 2),
        "ingest_seconds": round(ingested - start, 1),
        "open_seconds": round(opened - ingested, 2),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
