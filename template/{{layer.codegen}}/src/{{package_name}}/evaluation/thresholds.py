"""The gate: the least value of each measure, and which are not reached."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from .leaderboard import Row, ranked

THRESHOLDS = Path("evaluation/thresholds.toml")
VERDICTS = Path("evaluation/verdicts.toml")
MEASURES = {
    "pass_rate": "share of the programs that the best recorded translator translates rightly",
    "speed_up": "geometric mean of how many times faster than Python it is",
    "straight_speed_up": "the same of recorded-straight, which is translated line by line",
    "verdicts": "share of the recorded mistakes that are judged as what they are",
    "refusals": "share of the programs beyond translation that are refused for the right reason",
}


class FaultyThresholds(ValueError):
    """The file of thresholds cannot be used; the message says why."""


def table(path: Path, name: str) -> dict[str, object]:
    """Return a table of a TOML file. Raises FaultyThresholds."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get(name)
    except (OSError, ValueError) as error:
        raise FaultyThresholds(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise FaultyThresholds(f"{path} needs a table [{name}]")
    return found


def thresholds(path: Path) -> dict[str, float]:
    """Return the least value of each measure. Raises FaultyThresholds."""
    least = table(path, "least")
    unknown = set(least) - set(MEASURES)
    if unknown:
        raise FaultyThresholds(
            f"{path} names {', '.join(sorted(unknown))}; known are {', '.join(MEASURES)}"
        )
    try:
        return {name: float(str(value)) for name, value in least.items()}
    except ValueError as error:
        raise FaultyThresholds(f"{path}: {error}") from error


def measures(recorded: Sequence[Row], refused: Mapping[str, str]) -> dict[str, float]:
    """Return the value of each measure. Raises FaultyThresholds where verdicts.toml is faulty."""
    best, judged, straight = ranked(recorded)[0], [], 0.0
    for row in recorded:
        if row.translator == "recorded-straight":
            straight = row.speed_up or 0.0
        if row.translator == "recorded-careless":
            expected = table(VERDICTS, row.translator)
            judged = [entry.verdict == expected.get(entry.program) for entry in row.entries]
    return {
        "pass_rate": best.pass_rate,
        "speed_up": best.speed_up or 0.0,
        "straight_speed_up": straight,
        "verdicts": sum(judged) / max(len(judged), 1),
        "refusals": sum(map(bool, refused.values())) / max(len(refused), 1),
    }


def shortfalls(measured: Mapping[str, float], least: Mapping[str, float]) -> list[str]:
    """Return a sentence for each measure below its threshold."""
    return [
        f"{name} is {measured[name]:.3f}, below its threshold {value:.3f}"
        for name, value in least.items()
        if measured[name] < value
    ]
