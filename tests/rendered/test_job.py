"""A job of a render is killed for real, and what it lost or did twice is found."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix import forks
from groundplan.matrix.smoke.job import take

LINE = f'{forks.python()} -m shop.batch "sample.jsonl" "out.jsonl"'
BATCH = """
import json
import os
import sys
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, start_http_server

PORT = int(os.environ["JOB_METRICS_PORT"])
registry = CollectorRegistry()
records = Counter("job_records", "Records", ["outcome"], registry=registry)


def main(source, target):
    start_http_server(PORT, "127.0.0.1", registry=registry)
    before = target.read_text().splitlines() if target.exists() else []
    known = {json.loads(line)["id"] for line in before}
    with target.open("a") as output:
        for line in source.read_text().splitlines():
            record = json.loads(line)
            if record["id"] in known:
                records.labels("skipped").inc()
                continue
            time.sleep(0.01)
            print(json.dumps({"id": record["id"]}), file=output, flush=True)
            records.labels("done").inc()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
"""
SAMPLE = "".join(json.dumps({"id": number}) + "\n" for number in range(5))


@pytest.fixture(scope="module")
def slot() -> Iterator[forks.Slot]:
    with forks.ForkServer(forks.python(), ["prometheus_client", "runpy"], 1) as server:
        server.wait()
        yield server.slot()


def faults(slot: forks.Slot, folder: Path, batch: str, sample: str = SAMPLE) -> list[str]:
    package = folder / "src" / "shop"
    package.mkdir(parents=True)
    (folder / "sample.jsonl").write_text(sample)
    (package / "__init__.py").touch()
    (package / "batch.py").write_text(batch)
    return slot.run(folder, "call", "job", "exported.json", LINE).faults


def test_a_good_job_passes_and_its_metrics_are_known(slot: forks.Slot, tmp_path: Path) -> None:
    assert faults(slot, tmp_path, BATCH) == []
    assert "job_records_total" in json.loads((tmp_path / "exported.json").read_text())


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        # It takes the record that was under way for done.
        ("in before}", "in before} | ({len(before)} if before else set())", "lacks 1 lines"),
        # It stops at what it finds.
        ("continue", "break", "output lacks"),
        # It empties its output.
        ('target.open("a")', 'target.open("w")', "output lacks"),
        # It does not trust the last line that it finds.
        ("in before}", "in before[:-1]}", "has in excess 1 lines"),
        # It does not look at what it finds.
        ("if target.exists()", "if not target", "does once more what was done"),
        # It tells that it was interrupted.
        ('{"id": record["id"]}', '{"id": record["id"], "n": len(before)}', "has in excess"),
        ("known = ", "if before: sys.exit(3)\n    known = ", "started again after a kill, ended"),
        ("known = ", "sys.exit(3)\n    known = ", "the job ended with exit code"),
        ('start_http_server(PORT, "127.0.0.1", registry=registry)', "pass", "serves no metrics"),
    ],
)
def test_what_a_kill_spoils_is_found(
    slot: forks.Slot, tmp_path: Path, good: str, bad: str, said: str
) -> None:
    assert BATCH.count(good) == 1
    assert said in "\n".join(faults(slot, tmp_path, BATCH.replace(good, bad)))


def test_a_job_that_is_over_before_it_can_be_killed_does_not_pass(
    slot: forks.Slot, tmp_path: Path
) -> None:
    (found,) = faults(slot, tmp_path, BATCH, sample="")
    assert "over before it could be killed" in found


@pytest.mark.parametrize(
    ("name", "text", "twice"),
    [
        ("a.csv", "x,y\n1,2\n3,4\n", "x,y\n1,2\n3,4\n1,2\n3,4\n"),
        ("a.jsonl", '{"id": "b", "q": 1}\n{"q": 2}\n', None),
    ],
)
def test_a_sample_is_repeated_as_new_records(
    tmp_path: Path, name: str, text: str, twice: str | None
) -> None:
    sample, target = tmp_path / name, tmp_path / f"more-{name}"
    sample.write_text(text)
    take(sample, target, 1)
    assert target.read_text() == text
    take(sample, target, 2)
    if twice:
        assert target.read_text() == twice
    else:
        records = [json.loads(line) for line in target.read_text().splitlines()]
        assert [record["q"] for record in records] == [1, 2, 1, 2]
        assert len({record["id"] for record in records}) == 4


@pytest.mark.parametrize(
    ("name", "head", "row"), [("a.csv", "x,y\n", "{},0\n"), ("a.jsonl", "", '{{"id": {}}}\n')]
)
def test_a_part_of_a_sample_keeps_its_records(
    tmp_path: Path, name: str, head: str, row: str
) -> None:
    sample, target = tmp_path / name, tmp_path / f"less-{name}"
    rows = [row.format(number) for number in range(40)]
    sample.write_text(head + "".join(rows))
    take(sample, target, 0.25)
    assert target.read_text() == head + "".join(rows[:10])
    sample.write_text(head + "".join(rows[:5]))
    take(sample, target, 0.25)
    assert target.read_text() == head + "".join(rows[:4])
