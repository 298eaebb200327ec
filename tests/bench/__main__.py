"""Measure, print one `name: value` line each, and write `build/bench.json`: `make bench`.

Figures depend on the machine and on what else it does; only ratios carry over. The demo figures
hold for the commit at HEAD, the others for the working tree. All of it takes hours: a part is
measured by its name, and the report keeps what was measured of the others.
"""

import json
import sys
from collections.abc import Callable, Mapping
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


def demo() -> Mapping[str, float]:
    """`make demo` in a fresh clone, and once more."""
    return dict(zip(("demo_first_seconds", "demo_again_seconds"), demo_seconds(), strict=True))


def search() -> Mapping[str, float]:
    """Retrieval over 10,000 and 100,000 passages."""
    sizes = {"10k": 10_000, "100k": 100_000}
    return {f"search_p95_ms_{name}": search_latency(size)["p95"] for name, size in sizes.items()}


def faults() -> Mapping[str, float]:
    """All planted faults."""
    found, planted = caught()
    return {"planted_faults": planted, "planted_faults_caught": found}


# In the order in which they are measured.
PARTS: dict[str, Callable[[], Mapping[str, float]]] = {
    "demo": demo,
    "matrix": matrix.whole,
    "new": lambda: {"new_vs_copier_ratio": new_vs_copier_ratio()},
    "render": lambda: {"render_speedup_vs_copier": matrix.render_speedup_vs_copier()},
    "growth": lambda: {"matrix_growth": matrix.growth()},
    "cold": lambda: {"matrix_speedup_vs_cold": matrix.speedup_vs_cold()},
    "search": search,
    "predict": lambda: {"predict_p95_ms": predict_p95_ms()},
    "llm": language_model_layer,
    "codegen": translations,
    "edges": updates.edges_equal_to_fresh,
    "examples": lambda: {"update_examples_without_loss": updates.examples_without_loss()},
    "kills": lambda: {"update_kills_restored": updates.kills_restored()},
    "updates": updates.seconds,
    "fleet": lambda: {"fleet_seconds_per_repository": fleet_seconds_per_repository()},
    "faults": faults,
}


def main() -> None:
    """Measure the parts that are named, or all; what was measured is kept if one fails."""
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.exit(f"there is no {', '.join(unknown)}: the parts are {', '.join(PARTS)}")
    report = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    REPORT.parent.mkdir(exist_ok=True)
    for part in wanted:
        for name, value in PARTS[part]().items():
            report[name] = round(value, 3)
            print(f"{name}: {report[name]}", flush=True)
        REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
