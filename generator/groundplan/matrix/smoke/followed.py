"""The metrics of a job, which say how far it is. They are read where it keeps them to be served."""

import os
import socketserver
from collections import Counter
from typing import Any

PORT = "JOB_METRICS_PORT"
RECORDS = "job_records_total"
STOP_SECONDS = 0.01


class Followed:
    """Knows the registries that this process, or a fork of it, has begun to serve.

    To be made before the render is imported.
    """

    def __init__(self) -> None:
        import prometheus_client

        self._registries: list[Any] = []
        self._serve = prometheus_client.start_http_server
        self._usual = prometheus_client.REGISTRY
        prometheus_client.start_http_server = self._followed
        # A server looks twice a second whether it is to stop, which would be most of a short job.
        socketserver.BaseServer.serve_forever.__defaults__ = (STOP_SECONDS,)
        os.environ[PORT] = "0"

    def _followed(self, *arguments: Any, **options: Any) -> Any:
        self._registries.append(options.get("registry", self._usual))
        return self._serve(*arguments, **options)

    def done(self) -> float:
        """How many records are done by now."""
        done = {"outcome": "done"}
        return sum(float(one.get_sample_value(RECORDS, done) or 0) for one in self._registries)

    def text(self) -> str:
        """All metrics in Prometheus's text format; nothing if none are served."""
        from prometheus_client import generate_latest

        return "".join(generate_latest(registry).decode() for registry in self._registries)


def outcomes(text: str) -> Counter[str]:
    """How many records had which outcome."""
    from prometheus_client.parser import text_string_to_metric_families as families

    return Counter(
        {
            sample.labels["outcome"]: int(sample.value)
            for family in families(text)
            for sample in family.samples
            if sample.name == RECORDS
        }
    )
