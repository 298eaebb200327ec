"""Mistakes in code and in what it is said to depend on, which are seen by looking."""

from tests.faults.chosen import PREDICT_EDGE, PREDICT_JOB, RAG_EDGE, RAG_JOB
from tests.faults.planting import Edit, Fault, add, append, both, module, replace

LAYERS = "blueprints/layers.yml"


def _of_job(name: str, edit: Edit, check: str, says: str, *also: str) -> Fault:
    """In the module that answers a file of questions."""
    return Fault(name, edit, (RAG_JOB,), (RAG_EDGE, PREDICT_EDGE), check, says, also)


def _at_the_end(name: str, more: str, check: str, says: str, *also: str) -> Fault:
    return _of_job(name, append(module("rag_batch", "batch.py"), more), check, says, *also)


FAULTS = (
    _at_the_end(
        "python-syntax",
        "\n\ndef (:\n",
        "syntax",
        "batch.py: cannot be read",
        "lint",
        "formatting",
        "dependencies",
        "settings",
        "types",
    ),
    _of_job(
        "unused-import",
        replace(module("rag_batch", "batch.py"), "from pathlib", "import os\nfrom pathlib"),
        "lint",
        "F401",
    ),
    _at_the_end("unformatted", "\n\nLABELS = {'none' : 0}\n", "formatting", "batch.py"),
    _at_the_end("type-error", '\n\nMOST: int = "many"\n', "types", "Incompatible types"),
    _at_the_end(
        "untyped-function",
        "\n\ndef twice(number):\n    return 2 * number\n",
        "types",
        "missing a type annotation",
    ),
    _of_job(
        "layer-that-is-not-there",
        add(
            module("rag", "offering.py"),
            '"""What is served."""\n\nfrom .service import serve\n\n__all__ = ["serve"]\n',
        ),
        "types",
        "service",
    ),
    Fault(
        "undeclared-import",
        replace(LAYERS, '"pystemmer>=2.2.0.3,<4", "rapid', '"rapid'),
        (RAG_EDGE, RAG_JOB),
        (PREDICT_EDGE,),
        "dependencies",
        "imports Stemmer, which nothing in pyproject.toml holds",
    ),
    Fault(
        "unused-dependency",
        replace(
            LAYERS,
            '["filelock>=3.20,<5", "prom',
            '["filelock>=3.20,<5", "structlog>=25.4,<27", "prom',
        ),
        (RAG_JOB, PREDICT_JOB),
        (RAG_EDGE,),
        "dependencies",
        "structlog is a dependency, but src does not use it",
    ),
    Fault(
        "dependency-that-the-image-lacks",
        both(
            replace(LAYERS, '"uvicorn>=0.35,<1", ', ""),
            replace(LAYERS, '["httpx2>=2.10,<3"]', '["httpx2>=2.10,<3", "uvicorn>=0.35,<1"]'),
        ),
        (RAG_EDGE, PREDICT_EDGE),
        (RAG_JOB,),
        "dependencies",
        "imports uvicorn when the image or a command starts",
    ),
)
