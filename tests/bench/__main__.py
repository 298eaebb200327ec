"""Measure, print one `name: value` line each, and write `build/bench.json`: `make bench`.

Figures depend on the machine and on what else it does; only ratios carry over. The demo figures
hold for the commit at HEAD, the others for the working tree.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import matrix, updates
from tests.bench.codegen import translations
from tests.bench.demo import demo_seconds
from tests.bench.fleet import fleet_seconds_per_repository
from tests.bench.language_model import language_model_layer
from tests.bench.new_vs_copier import new_vs_copier_ratio
from tests.bench.predict import predict_p95_ms
from tests.bench.search import search_latency
from tests.faults.trying import caught

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "bench.json"


def figures() -> Iterator[tuple[str, float]]:
    """Each figure as soon as it is known."""
    first, again = demo_seconds()
    yield "demo_first_seconds", first
    yield "demo_again_seconds", again
    yield from matrix.whole().items()
    single: dict[str, Callable[[], float]] = {
        "new_vs_copier_ratio": new_vs_copier_ratio,
        "render_speedup_vs_copier": matrix.render_speedup_vs_copier,
        "matrix_growth": matrix.growth,
        "matrix_speedup_vs_cold": matrix.speedup_vs_cold,
        "search_p95_ms_10k": lambda: search_latency(10_000)["p95"],
        "search_p95_ms_100k": lambda: search_latency(100_000)["p95"],
        "predict_p95_ms": predict_p95_ms,
    }
    for name, measure in single.items():
        yield name, measure()
    yield from language_model_layer().items()
    yield from translations().items()
    yield from updates.edges_equal_to_fresh().items()
    yield "update_examples_without_loss", updates.examples_without_loss()
    yield "update_kills_restored", updates.kills_restored()
    yield from updates.seconds().items()
    yield "fleet_seconds_per_repository", fleet_seconds_per_repository()
    found, planted = caught()
    yield "planted_faults", planted
    yield "planted_faults_caught", found


def main() -> None:
    """Run every measurement; one that fails ends the run and keeps the earlier report."""
    report: dict[str, float] = {}
    for name, value in figures():
        report[name] = round(value, 3)
        print(f"{name}: {report[name]}", flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
