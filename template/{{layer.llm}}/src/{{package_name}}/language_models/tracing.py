"""Where the spans go: to an OpenTelemetry collector, if one is named.

`OTEL_EXPORTER_OTLP_ENDPOINT` and its siblings are OpenTelemetry's own variables.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from opentelemetry import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_NAMES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


@cache
def export_traces() -> None:
    """Send the spans of this process where the environment says; nothing where it says nothing."""
    provider = exporting()
    if provider:
        trace.set_tracer_provider(provider)


def exporting() -> "TracerProvider | None":
    """Return what sends spans in the background, if the environment names an address."""
    if not any(os.environ.get(name) for name in _NAMES):
        return None
    # Only those wait for the exporter who use it.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
