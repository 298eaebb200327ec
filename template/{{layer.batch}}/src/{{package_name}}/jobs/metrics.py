"""What a running job tells Prometheus, on a port of its own if one is set."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from .errors import JobError


class JobSettings(BaseSettings):
    """Read from `JOB_*` variables and `.env`. Without a port no metrics are served."""

    model_config = SettingsConfigDict(env_prefix="JOB_", env_file=".env", extra="ignore")

    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=0, le=65535)


class JobMetrics:
    """The metrics of one run; `registry` may hold further ones."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = CollectorRegistry() if registry is None else registry
        self.records = Counter(
            "job_records",
            "Records by outcome: done, failed, malformed, skipped or repeated",
            ["outcome"],
            registry=self.registry,
        )
        self.durations = Histogram(
            "job_record_duration_seconds",
            "Time spent on one record",
            buckets=[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300],
            registry=self.registry,
        )
        self.last_record = Gauge(
            "job_last_record_timestamp_seconds",
            "When the job started or a record last ended, as Unix time",
            registry=self.registry,
        )
        self.source_bytes = Gauge("job_source_bytes", "Size of the source", registry=self.registry)
        self.read_bytes = Gauge(
            "job_source_read_bytes", "How much of the source is dealt with", registry=self.registry
        )
        self.last_record.set_to_current_time()


@contextmanager
def served(metrics: JobMetrics) -> Iterator[None]:
    """Serve the metrics over HTTP while the block runs, where a port is set."""
    try:
        settings = JobSettings()
    except ValidationError as error:
        fault = error.errors()[0]
        raise JobError(f"JOB_{fault['loc'][0]}".upper() + f": {fault['msg']}") from None
    if settings.metrics_port is None:
        yield
        return
    try:
        server, thread = start_http_server(
            settings.metrics_port, addr=settings.metrics_host, registry=metrics.registry
        )
    except OSError as error:
        raise JobError(f"JOB_METRICS_PORT {settings.metrics_port}: {error.strerror}") from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
