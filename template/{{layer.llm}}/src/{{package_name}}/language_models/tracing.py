"""Where the spans go: to an OpenTelemetry collector or an MLflow server, if one is named.

`OTEL_EXPORTER_OTLP_ENDPOINT` and its siblings are OpenTelemetry's own variables. An MLflow server
takes spans too: its address, and `OTEL_EXPORTER_OTLP_HEADERS=x-mlflow-experiment-id=…`.
"""

import os
from functools import cache

_NAMES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


@cache
def export_traces() -> None:
    """Send spans where the environment says, in the background; nothing where it says nothing."""
    if not any(os.environ.get(name) for name in _NAMES):
        return
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
