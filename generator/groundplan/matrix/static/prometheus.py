"""The shape of Prometheus's files, as far as renders use it; a key it does not know is a fault."""

from typing import Annotated, Any

from promql_parser import parse_duration
from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _duration(value: str) -> str:
    parse_duration(value)
    return value


Duration = Annotated[str, AfterValidator(_duration)]


class Shape(BaseModel):
    """A part of a file."""

    model_config = ConfigDict(extra="forbid")


class Rule(Shape):
    """An alert or a recorded series."""

    expr: str
    alert: str | None = None
    record: str | None = None
    for_: Duration = Field("0s", alias="for")
    keep_firing_for: Duration = "0s"
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}


class Group(Shape):
    """Rules that are evaluated together."""

    name: str
    rules: list[Rule] = Field(min_length=1)
    interval: Duration = "1m"


class Rules(Shape):
    """A file of rules."""

    groups: list[Group] = Field(min_length=1)


class Target(Shape):
    """Whom to ask for metrics."""

    targets: list[str] = Field(min_length=1)
    labels: dict[str, str] = {}


class Job(Shape):
    """What is asked for metrics; its name is the `job` label of what it tells."""

    job_name: str
    static_configs: list[Target] = Field(min_length=1)
    metrics_path: str = "/metrics"
    scrape_interval: Duration = "1m"
    scrape_timeout: Duration = "10s"


class Defaults(Shape):
    """How often is asked and evaluated."""

    scrape_interval: Duration = "1m"
    scrape_timeout: Duration = "10s"
    evaluation_interval: Duration = "1m"
    external_labels: dict[str, str] = {}


class Prometheus(Shape):
    """What it is told at its start."""

    scrape_configs: list[Job] = Field(min_length=1)
    global_: Defaults = Field(Defaults(), alias="global")
    rule_files: list[str] = []
    alerting: dict[str, Any] = {}
