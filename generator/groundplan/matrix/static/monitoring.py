"""Prometheus and Grafana: files of the right shape, expressions that parse, names that exist.

`metrics_named` tells which metrics they ask for; whether the app has them shows when it runs.
"""

import functools
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import promql_parser
from pydantic import ValidationError
from ruamel.yaml.error import YAMLError

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts
from groundplan.matrix.static.prometheus import Prometheus, Rules
from groundplan.matrix.static.syntax import yaml

PROMETHEUS = "ops/prometheus/prometheus.yml"
RULES = "ops/prometheus/*/*.yml"
DASHBOARDS = "ops/grafana/dashboards/*.json"
SOURCES = "ops/grafana/provisioning/datasources/*.yml"
# Prometheus itself says of each target whether it answers.
OF_PROMETHEUS = {"up"}
UNREADABLE = (ValueError, YAMLError)


def _parts(value: object, key: str) -> Iterator[object]:
    """What stands under `key`, however deep."""
    if isinstance(value, dict):
        if key in value:
            yield value[key]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _parts(part, key)


@functools.cache
def _expressions(name: str, text: str) -> tuple[str, ...]:
    """Every expression of a file of rules or of a dashboard; raises ValueError."""
    if name.endswith(".json"):
        # Grafana puts a duration in the place of these variables.
        return tuple(
            re.sub(r"\$__(rate_interval|interval|range)\b", "5m", str(expression))
            for expression in _parts(json.loads(text), "expr")
        )
    rules = Rules.model_validate(yaml(text))
    return tuple(rule.expr for group in rules.groups for rule in group.rules)


@functools.cache
def _selectors(expression: str) -> tuple[promql_parser.VectorSelector, ...]:
    """What an expression asks for; raises ValueError where it does not parse."""
    found: list[promql_parser.VectorSelector] = []

    def note(part: promql_parser.Expr) -> None:
        if isinstance(part, promql_parser.VectorSelector):
            found.append(part)

    promql_parser.walk(promql_parser.parse(expression), note)
    return tuple(found)


def _asked(folder: Path) -> Iterator[tuple[str, str, tuple[promql_parser.VectorSelector, ...]]]:
    """Each expression that parses, with its file and what it asks for."""
    for name, text in texts(folder, RULES, DASHBOARDS).items():
        try:
            for expression in _expressions(name, text):
                yield name, expression, _selectors(expression)
        except UNREADABLE:
            continue


def metrics_named(folder: Path) -> dict[str, set[str]]:
    """The metrics that each file of rules and each dashboard asks the app for."""
    named: dict[str, set[str]] = {}
    for name, _, selectors in _asked(folder):
        metrics = {one.name for one in selectors if one.name} - OF_PROMETHEUS
        named.setdefault(name, set()).update(metrics)
    return named


def expressions(render: Render) -> list[str]:
    """Rules have their shape, and every expression of rules and dashboards parses."""
    faults = []
    for name, text in texts(render.folder, RULES, DASHBOARDS).items():
        try:
            asked = _expressions(name, text)
        except UNREADABLE as error:
            faults.append(f"{name}: {' '.join(str(error).split())}")
            continue
        if not asked:
            faults.append(f"{name}: asks Prometheus nothing")
        for expression in asked:
            try:
                _selectors(expression)
            except ValueError as error:
                faults.append(f"{name}: {error}: {expression.strip()}")
    return faults


def scraped(render: Render) -> list[str]:
    """Prometheus reads every file of rules, and every `job` that is asked for is scraped."""
    rules = texts(render.folder, RULES)
    text = texts(render.folder, PROMETHEUS).get(PROMETHEUS)
    if text is None:
        return [f"{name}: {PROMETHEUS} does not exist" for name in rules]
    try:
        configured = Prometheus.model_validate(yaml(text))
    except (ValidationError, *UNREADABLE) as error:
        return [f"{PROMETHEUS}: {' '.join(str(error).split())}"]
    patterns = [f"ops/prometheus/{pattern}" for pattern in configured.rule_files]
    jobs = {job.job_name for job in configured.scrape_configs}
    faults = [
        f"{name}: {PROMETHEUS} does not read it"
        for name in rules
        if not any(fnmatchcase(name, pattern) for pattern in patterns)
    ]
    faults += [
        f"{PROMETHEUS}: no file is named like {pattern}"
        for pattern in patterns
        if not any(fnmatchcase(name, pattern) for name in rules)
    ]
    return faults + [
        f"{name}: asks for the job {matcher.value!r}, which {PROMETHEUS} does not scrape"
        for name, _, selectors in _asked(render.folder)
        for selector in selectors
        for matcher in selector.matchers.matchers
        if matcher.name == "job"
        and matcher.op == promql_parser.MatchOp.Equal
        and matcher.value not in jobs
    ]


def dashboards(render: Render) -> list[str]:
    """Dashboards have a title, a `uid` of their own and a data source that is provisioned."""
    provisioned = {
        uid
        for text in texts(render.folder, SOURCES).values()
        for source in _parts(yaml(text), "datasources")
        for uid in _parts(source, "uid")
    }
    faults, owners = [], dict[object, str]()
    for name, text in texts(render.folder, DASHBOARDS).items():
        try:
            board = json.loads(text)
        except ValueError as error:
            faults.append(f"{name}: {error}")
            continue
        if not board.get("title") or not board.get("uid"):
            faults.append(f"{name}: has no title or no uid")
        elif (first := owners.setdefault(board["uid"], name)) != name:
            faults.append(f"{name}: has the uid of {first}")
        used = {uid for source in _parts(board, "datasource") for uid in _parts(source, "uid")}
        faults += [f"{name}: no data source has the uid {uid!r}" for uid in used - provisioned]
    return faults
