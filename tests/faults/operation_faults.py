"""Mistakes in what runs, ships and watches a render: workflows, images, alerts, dashboards."""

from tests.faults.chosen import PREDICT_EDGE, PREDICT_JOB, RAG_CPU, RAG_EDGE, RAG_JOB
from tests.faults.planting import Edit, Fault, add, layer, module, replace, where

SERVICES, JOBS = (PREDICT_EDGE, RAG_EDGE), (RAG_JOB,)
WORKFLOW = """\
name: Nightly

on:
  issues:

permissions: {}

concurrency:
  group: nightly
  cancel-in-progress: true

jobs:
  demo:
    name: Demo
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: make demo
"""
DOCKERFILE = layer("operations", "Dockerfile.jinja")
ALERTS = layer("rag_service", "ops/prometheus/alerts/rag.yml")
DASHBOARD = layer("rag_service", "ops/grafana/dashboards/rag.json")
METRICS = module("rag_service", "serving/metrics.py")


def _workflow(name: str, old: str, new: str, check: str, says: str, *also: str) -> Fault:
    """A workflow that services have: faultless but for one thing."""
    assert WORKFLOW.count(old) == 1
    edit = add(layer("service", ".github/workflows/nightly.yml"), WORKFLOW.replace(old, new))
    return Fault(name, edit, SERVICES, JOBS, check, says, also)


def _jobless(name: str, file: str, old: str, new: str, check: str, says: str, *also: str) -> Fault:
    """Something that is as it should be in jobs alone."""
    edit = where("latency != 'batch'", file, old, new)
    return Fault(name, edit, SERVICES, JOBS, check, says, also)


def _watched(name: str, edit: Edit, check: str, says: str) -> Fault:
    """What Prometheus and Grafana are told about the answering service."""
    return Fault(name, edit, (RAG_EDGE,), (PREDICT_EDGE, RAG_JOB), check, says)


def _measured(name: str, edit: Edit, says: str) -> Fault:
    """The metrics of a service that promises real time; it has to run for its own to be known."""
    return Fault(name, edit, (RAG_EDGE,), (RAG_CPU,), "metrics", says, (), ("routes", "metrics"))


FAULTS = (
    _workflow(
        "workflow-with-an-injection",
        "run: make demo",
        'run: echo "${{ github.event.issue.title }}"',
        "zizmor",
        "template-injection",
        "actionlint",
    ),
    _workflow(
        "unpinned-action",
        "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
        "v7",
        "zizmor",
        "unpinned-uses",
    ),
    _workflow(
        "unknown-workflow-key",
        "runs-on:",
        "runs-onn:",
        "actionlint",
        "runs-onn",
        "schemas",
        "zizmor",
    ),
    _workflow("needs-no-such-job", "    name: Demo", "    needs: [build]", "actionlint", "build"),
    _jobless(
        "image-that-runs-as-root",
        DOCKERFILE,
        "USER 10001:10001\n",
        "",
        "image user",
        "runs as root: its last stage names no USER",
    ),
    _jobless(
        "image-with-a-bad-habit",
        DOCKERFILE,
        "USER 10001:10001\n",
        "RUN sudo id\nUSER 10001:10001\n",
        "hadolint",
        "DL3004",
    ),
    _jobless(
        "image-that-starts-nothing",
        DOCKERFILE,
        '.server"]',
        '.services"]',
        "started modules",
        "Dockerfile: starts ground_project.services, which is no module here",
    ),
    _jobless(
        "compose-off-its-schema",
        layer("operations", "compose.yaml.jinja"),
        "    init: true\n",
        "    init: [true]\n",
        "schemas",
        "compose.yaml: $.services.app",
    ),
    _jobless(
        "variable-that-nothing-reads",
        layer("core", ".env.example.jinja"),
        "# SERVICE_PORT=8000\n",
        "# SERVICE_PORT=8000\n# SERVICE_CACHE_SECONDS=60\n",
        "settings",
        "SERVICE_CACHE_SECONDS is read by no setting",
    ),
    _jobless(
        "hook-without-entry",
        layer("core", ".pre-commit-config.yaml"),
        "        entry: .venv/bin/python -m mypy\n",
        "",
        "hooks",
        "entry",
    ),
    _watched(
        "alert-that-does-not-parse",
        replace(
            ALERTS, "sum(rate(rag_fallbacks_total[10m]))", "sum(rate(rag_fallbacks_total[10m])"
        ),
        "expressions",
        "ops/prometheus/alerts/rag.yml",
    ),
    _watched(
        "alert-of-an-unknown-shape",
        replace(ALERTS, "for: 10m", "after: 10m"),
        "expressions",
        "after",
    ),
    Fault(
        "alert-on-a-job-that-is-not-scraped",
        replace(layer("batch", "ops/prometheus/alerts/job.yml"), 'up{job="job"}', 'up{job="work"}'),
        (RAG_JOB, PREDICT_JOB),
        (RAG_EDGE,),
        "scraped",
        "asks for the job 'work'",
    ),
    _watched(
        "two-dashboards-with-one-uid",
        replace(DASHBOARD, '"uid": "rag"', '"uid": "service"'),
        "dashboards",
        "ops/grafana/dashboards/service.json: has the uid of ops/grafana/dashboards/rag.json",
    ),
    _measured(
        "dashboard-names-an-unknown-metric",
        where("latency == 'realtime'", DASHBOARD, "rag_citations_total", "rag_quotations_total"),
        "ops/grafana/dashboards/rag.json names the metric rag_quotations_total",
    ),
    _measured(
        "metric-that-is-gone",
        where("latency == 'realtime'", METRICS, '"rag_citations"', '"rag_quotations"'),
        "ops/grafana/dashboards/rag.json names the metric rag_citations_total",
    ),
    Fault(
        "metric-of-a-job-that-is-gone",
        replace(module("batch", "jobs/metrics.py"), '"job_source_read_bytes"', '"job_read_bytes"'),
        (RAG_JOB,),
        (RAG_EDGE,),
        "metrics",
        "names the metric job_source_read_bytes",
        (),
        ("job", "routes", "metrics"),
    ),
)
