"""A verdict is reused where everything that the step read is the same, and only there."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from groundplan.matrix import forks
from groundplan.matrix.contents import Contents
from groundplan.matrix.model import Case
from groundplan.matrix.plan import Step
from groundplan.matrix.reuse import Here, Passed, in_turns

FILES = {
    "pyproject.toml": "[project]\nname = 'small'\n",
    "README.md": "About it.\n",
    "words/greeting.txt": "hello\n",
    "words/other.txt": "unread\n",
    "src/small/__init__.py": "",
    "src/small/greeting.py": "from .words import read\n\ndef greet(): return read()\n",
    "src/small/words.py": "from pathlib import Path\n\n"
    "def read():\n"
    "    if Path('words/override.txt').exists():\n"
    "        return 'override'\n"
    "    return Path('words/greeting.txt').read_text().strip()\n",
    "src/small/unused.py": "x = 1\n",
    "tests/test_greeting.py": "from small.greeting import greet\n\n"
    "def test_it():\n    assert greet() == 'hello'\n",
}
TEST = "tests/test_greeting.py"


@pytest.fixture(scope="module")
def slot() -> Iterator[forks.Slot]:
    with forks.ForkServer(forks.python(), ["pytest"], 1) as server:
        server.wait()
        yield server.slot()


def made(folder: Path, **changes: str) -> Path:
    for name, text in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


STEP = Step(TEST, "tests", (TEST,), ("tests/conftest.py",))


def here(folder: Path) -> Here:
    return Here(Case({"problem": folder.name}), folder, Contents(folder))


def tried(slot: forks.Slot, folder: Path) -> Passed:
    """What is remembered after the test has run once."""
    passed, place = Passed(folder.parent), here(folder)
    answer = slot.run(folder, "tests", TEST)
    assert answer.faults == []
    passed.add(STEP, place, answer)
    return passed


@pytest.fixture(scope="module")
def passed(slot: forks.Slot, tmp_path_factory: pytest.TempPathFactory) -> Passed:
    return tried(slot, made(tmp_path_factory.mktemp("one") / "first"))


@pytest.mark.parametrize(
    "name", ["README.md", "words/other.txt", "src/small/unused.py", "tests/test_another.py"]
)
def test_what_was_not_read_plays_no_part(passed: Passed, tmp_path: Path, name: str) -> None:
    assert passed.reuse(STEP, here(made(tmp_path, **{name: "y = 2\n"}))) == "first"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (TEST, "def test_it(): assert False\n"),
        ("src/small/words.py", "def read(): return 'bye'\n"),
        ("src/small/__init__.py", "raise ImportError\n"),
        ("words/greeting.txt", "bye\n"),
        ("words/override.txt", "it was not there\n"),
        ("src/small/words/__init__.py", "def read(): return 'a package goes first'\n"),
        ("tests/conftest.py", "raise ImportError\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '--strict-markers'\n"),
    ],
)
def test_what_was_read_decides(passed: Passed, tmp_path: Path, name: str, text: str) -> None:
    assert passed.reuse(STEP, here(made(tmp_path, **{name: text}))) is None


def test_what_an_earlier_step_left_is_never_reused(slot: forks.Slot, tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "src" / "small" / "words.py").write_text(
        "from pathlib import Path\n\ndef read(): return Path('var/state').read_text()\n"
    )
    place, held = here(folder), Passed(tmp_path)
    (folder / "var").mkdir()
    (folder / "var" / "state").write_text("hello")
    held.add(STEP, place, slot.run(folder, "tests", TEST))
    assert held.reuse(STEP, place) is None


LEAVE = """from pathlib import Path
Path('var').mkdir(exist_ok=True)
Path('var/state').write_text(Path('words/greeting.txt').read_text())
"""
USE = "from pathlib import Path\nassert Path('var/state').read_text() == 'hello\\n'\n"
PROGRAMS = {"src/small/leave.py": LEAVE, "src/small/use.py": USE}
LEAVING, USING = (
    Step(line, "command", (line,), leaves=True)
    for line in (f"{forks.python()} -m small.{name}" for name in ("leave", "use"))
)


def passing(slot: forks.Slot, held: Passed, place: Here, *steps: Step) -> None:
    for step in steps:
        answer = slot.run(place.folder, "command", *step.arguments)
        assert answer.faults == []
        held.add(step, place, answer)


def test_state_that_a_known_step_left_counts_with_what_that_step_read(
    slot: forks.Slot, tmp_path: Path
) -> None:
    held = Passed(tmp_path)
    passing(slot, held, here(made(tmp_path / "first", **PROGRAMS)), LEAVING, USING)
    assert held.reuse(USING, here(made(tmp_path / "same", **PROGRAMS))) == "first"
    changed = PROGRAMS | {"words/greeting.txt": "bye\n"}
    assert held.reuse(USING, here(made(tmp_path / "changed", **changed))) is None


def test_what_a_spared_step_would_have_left_is_there_for_the_next(
    slot: forks.Slot, tmp_path: Path
) -> None:
    held = Passed(tmp_path)
    passing(slot, held, here(made(tmp_path / "first", **PROGRAMS)), LEAVING)
    second = here(made(tmp_path / "second", **PROGRAMS))
    assert held.reuse(LEAVING, second) == "first"
    assert (second.folder / "var" / "state").read_text() == "hello\n"
    passing(slot, held, second, USING)
    assert held.reuse(USING, here(made(tmp_path / "third", **PROGRAMS))) == "second"


def test_what_a_step_writes_is_kept_alone_and_decides_nothing_after_it(
    slot: forks.Slot, tmp_path: Path
) -> None:
    telling = replace(USING, leaves=False, writes=("var/told",))
    tell = f"{USE}Path('var/told').touch()\nPath('var/more').touch()\n"
    programs = PROGRAMS | {"src/small/use.py": tell}
    held, first = Passed(tmp_path), here(made(tmp_path / "first", **programs))
    passing(slot, held, first, LEAVING, telling)
    second = here(made(tmp_path / "second", **programs))
    assert [held.reuse(step, second) for step in (LEAVING, telling)] == ["first", "first"]
    assert {path.name for path in (second.folder / "var").iterdir()} == {"state", "told"}
    assert len(first.left) == len(second.left) == 1
    # The next step does not carry it on, into a render that writes its own.
    again = replace(LEAVING, check="again")
    passing(slot, held, first, again)
    third = here(made(tmp_path / "third", **programs))
    assert held.reuse(again, third) == "first"
    assert not (third.folder / "var" / "told").exists()


@pytest.mark.parametrize("change", ["write_text('changed')", "unlink()"])
def test_a_step_that_changes_what_was_rendered_is_never_reused(
    slot: forks.Slot, tmp_path: Path, change: str
) -> None:
    programs = PROGRAMS | {"src/small/leave.py": f"{LEAVE}Path('README.md').{change}\n"}
    held, place = Passed(tmp_path), here(made(tmp_path / "first", **programs))
    passing(slot, held, place, LEAVING)
    assert held.reuse(LEAVING, here(made(tmp_path / "second", **programs))) is None


def test_a_program_that_cannot_be_watched_is_never_reused(slot: forks.Slot, tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / TEST).write_text("import os\n\ndef test_it():\n    os.system('cat README.md')\n")
    assert tried(slot, folder).reuse(STEP, here(folder)) is None


@pytest.mark.parametrize("environment", ["None", "{}"])
def test_a_python_started_by_the_test_is_watched(
    slot: forks.Slot, tmp_path: Path, environment: str
) -> None:
    folder = made(tmp_path / "first")
    (folder / TEST).write_text(
        "import subprocess, sys\n\n"
        "def test_it():\n"
        "    code = 'print(open(\"README.md\").read())'\n"
        f"    subprocess.run([sys.executable, '-c', code], check=True, env={environment})\n"
    )
    held = tried(slot, folder)
    assert held.reuse(STEP, here(folder)) == "first"
    second = shutil.copytree(folder, tmp_path / "second")
    (second / "README.md").write_text("Something else.\n")
    assert held.reuse(STEP, here(second)) is None


def test_a_program_that_is_not_there_has_read_nothing(slot: forks.Slot, tmp_path: Path) -> None:
    folder = made(tmp_path / "first")
    (folder / TEST).write_text(
        "import subprocess\nimport pytest\n\n"
        "def test_it():\n"
        "    with pytest.raises(FileNotFoundError):\n"
        "        subprocess.run(['no-such-program'])\n"
    )
    assert tried(slot, folder).reuse(STEP, here(folder)) == "first"


def test_a_confined_python_counts_with_the_files_it_is_given(
    slot: forks.Slot, tmp_path: Path
) -> None:
    folder = made(tmp_path / "first", **{"launch.py": "print('limited')\n"})
    (folder / TEST).write_text(
        "import subprocess, sys\nfrom pathlib import Path\n\n"
        "def test_it():\n"
        "    script = str(Path('launch.py').absolute())\n"
        "    given = [script, f'/usr\\n{Path().absolute()}/src\\n/dev/null']\n"
        "    subprocess.run([sys.executable, '-I', '-S', *given], env={}, check=True)\n"
    )
    held = tried(slot, folder)
    assert held.reuse(STEP, here(folder)) == "first"
    second = shutil.copytree(folder, tmp_path / "second")
    (second / "README.md").write_text("Something else.\n")
    assert held.reuse(STEP, here(second)) == "first"
    (second / "launch.py").write_text("print('unlimited')\n")
    assert held.reuse(STEP, here(second)) is None


def test_neighbours_are_of_other_kinds_as_long_as_there_are_any() -> None:
    kinds = ("rag", "text"), ("rag", "text"), ("agent", "text"), ("agent", "image"), ("rag", "text")
    cases = [
        Case({"problem": problem, "modality": modality, "number": str(number)})
        for number, (problem, modality) in enumerate(kinds)
    ]
    assert [case.answers["number"] for case in in_turns(cases)] == ["0", "2", "3", "1", "4"]


def test_one_of_a_kind_at_a_time_runs_a_step_and_the_next_is_spared_it(tmp_path: Path) -> None:
    held = Passed(tmp_path)
    text, image = (Case({"problem": "agent", "modality": kind}) for kind in ("text", "image"))
    with held.turn(STEP, text):
        assert held.turn(STEP, Case({**text.answers, "source": "api"})).locked()
        assert not held.turn(STEP, image).locked()
        assert not held.turn(USING, text).locked()
    assert not held.turn(STEP, text).locked()
