"""Make targets of the layers: what they run is there, what a user types arrives as it is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).resolve().parents[2] / "template"
PACKAGE = "src/{{package_name}}"
MODULE = re.compile(r"-m \$\(PACKAGE\)\.([a-z_.]+)")
CALLED = [
    (path.relative_to(TEMPLATE).as_posix(), name)
    for path in sorted(TEMPLATE.glob("*/make/*.mk*"))
    for name in sorted(set(MODULE.findall(path.read_text(encoding="utf-8"))))
]


@pytest.mark.parametrize(("file", "name"), CALLED)
def test_a_module_that_make_runs_is_there(file: str, name: str) -> None:
    module = Path(PACKAGE, *name.split(".")).with_suffix(".py")
    assert any((layer / module).is_file() for layer in TEMPLATE.iterdir()), f"{file}: {name}"


@pytest.mark.parametrize(
    ("layer", "target", "variable", "text"),
    [
        ("rag", "ask", "Q", 'What does `echo no` do with "$HOME" and $(info no)?'),
        ("rag", "ask", "Q", "--help"),
        ("rag", "ingest", "DOCS", "/a folder/of $5 notes"),
        ("agent", "run", "TASK", 'Run `echo no`, "$HOME" and $(info no)'),
        ("agent", "refuse", "REASON", "it's $5 too much"),
        ("assistant", "say", "TEXT", 'Run `echo no`, "$HOME" and $(info no)'),
        ("assistant", "refuse", "REASON", "it's $5 too much"),
    ],
)
def test_what_is_asked_arrives_as_it_stands(
    tmp_path: Path, layer: str, target: str, variable: str, text: str
) -> None:
    printer = tmp_path / "arguments.py"
    printer.write_text("import sys\nprint(sys.argv[-1])\n", encoding="utf-8")
    (tmp_path / "var").mkdir()
    (tmp_path / "var/index.sqlite").touch()
    (tmp_path / "Makefile").write_text(
        f"PACKAGE := package\nPYTHON := {sys.executable} {printer}\n"
        + (TEMPLATE / f"{{{{layer.{layer}}}}}/make/{layer}.mk").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    said = subprocess.run(
        ["make", "--silent", target, f"{variable}={text}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.splitlines()[-1] == text
