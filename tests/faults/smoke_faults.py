"""Mistakes that show when a render does its work: serves, answers, is measured, or is killed."""

from tests.faults.chosen import RAG_CPU, RAG_EDGE, RAG_JOB, RAG_LOCAL_JOB
from tests.faults.planting import Edit, Fault, layer, module, where

ROUTES = module("rag_service", "serving/routes.py")
DEMO = module("rag", "demo.py")
JOURNAL = module("batch", "jobs/journal.py")


def _realtime(file: str, old: str, new: str) -> Edit:
    return where("latency == 'realtime'", file, old, new)


def _served(name: str, check: str, edit: Edit, says: str, seconds: float = 120) -> Fault:
    """Where a service promises real time, and nowhere else."""
    return Fault(name, edit, (RAG_EDGE,), (RAG_CPU,), check, says, (), (check,), seconds)


def _job(name: str, file: str, old: str, new: str, says: str) -> Fault:
    """Where a job asks a provider, and nowhere else."""
    edit = where("source == 'api'", file, old, new)
    return Fault(name, edit, (RAG_JOB,), (RAG_LOCAL_JOB,), "job", says, (), ("job",))


FAULTS = (
    _served(
        "route-that-fails",
        "routes",
        _realtime(ROUTES, "passages=count)", "passages=count // 0)"),
        "GET /documents answers 500 where 200 is documented",
    ),
    _served(
        "answer-that-breaks-its-schema",
        "routes",
        _realtime(ROUTES, "answer.as_json())", 'answer.as_json() | {"support": "high"})'),
        "the answer of POST /ask breaks its schema",
    ),
    _served(
        "route-without-example",
        "routes",
        _realtime(
            module("rag_service", "serving/examples.py"),
            '{"about the sample": {"value": _QUESTION}}',
            "{}",
        ),
        "GET /search cannot be tried: there is no example of the parameter question",
    ),
    _served(
        "route-without-key",
        "routes",
        _realtime(
            module("service", "service/guard.py"),
            "elif self._keys and not key:",
            'elif self._keys and not key and scope["path"] != "/search":',
        ),
        "GET /search answers 200 to a request without a key",
    ),
    _served(
        "route-that-is-not-documented",
        "routes",
        _realtime(ROUTES, '"/documents", tags', '"/documents", include_in_schema=False, tags'),
        "GET /documents is not in the OpenAPI document",
    ),
    _served(
        "stream-without-events",
        "routes",
        _realtime(
            ROUTES,
            "events = _events(answerer, body, metrics)",
            "events = (text for text in _events(answerer, body, metrics) if not text)",
        ),
        "POST /ask streams no event",
    ),
    _served(
        "evaluation-below-its-threshold",
        "evaluate",
        _realtime(
            module("rag", "retrieval/ranking.py"),
            "key=lambda item: (-item[1]",
            "key=lambda item: (item[1]",
        ),
        "below its threshold",
    ),
    _served(
        "demo-that-fails",
        "demo",
        _realtime(DEMO, "answerer.answer(question))", "answerer.answer(question[99]))"),
        "IndexError",
    ),
    _served(
        "demo-that-hangs",
        "demo",
        _realtime(DEMO, "= sample_settings()", "= sample_settings()\n    time.sleep(600)"),
        "did not end within 15 s and was killed",
        seconds=15,
    ),
    _served(
        "demo-that-says-nothing",
        "demo",
        _realtime(layer("rag", "make/rag.mk"), "@$(PYTHON) -m $(PACKAGE).cli demo", "@true"),
        "it prints nothing",
    ),
    _job(
        "job-that-loses-work-when-killed", JOURNAL, 'open("ab")', 'open("wb")', "the output lacks"
    ),
    _job(
        "job-that-does-its-work-twice",
        JOURNAL,
        'answered.add(line["id"])',
        "answered.add(f\"line {line['id']}\")",
        "does once more what was done",
    ),
    _job(
        "job-that-cannot-go-on",
        JOURNAL,
        "if target.is_dir():",
        "if target.exists():",
        "the job, started again after a kill, ended with exit code 1",
    ),
    _job(
        "job-without-metrics",
        module("batch", "jobs/metrics.py"),
        "if settings.metrics_port is None:",
        "if not settings.metrics_port:",
        "the job serves no metrics",
    ),
)
