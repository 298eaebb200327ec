"""The shape of a render says which steps it calls for; no problem is named anywhere."""

from pathlib import Path

from groundplan.matrix.plan import steps

PYTHON = Path("/usr/bin/python3")
MAKEFILE = """include $(wildcard make/*.mk)
PYTHON ?= python3
demo: ## Show it
\t@$(PYTHON) -m small demo
"""


def checks(folder: Path) -> list[str]:
    return [step.check for step in steps(folder, PYTHON)]


def made(folder: Path, *names: str) -> Path:
    (folder / "Makefile").write_text(MAKEFILE)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_tests_come_first_and_then_what_users_run(tmp_path: Path) -> None:
    made(tmp_path, "tests/test_b.py", "tests/test_a.py", "tests/conftest.py", "src/x/server.py")
    assert checks(tmp_path) == ["tests/test_a.py", "tests/test_b.py", "demo", "routes"]


def test_a_job_is_known_by_its_module(tmp_path: Path) -> None:
    assert checks(made(tmp_path, "src/x/batch.py")) == ["demo", "job"]


def test_what_a_service_is_started_with_is_part_of_its_step(tmp_path: Path) -> None:
    made(tmp_path, "make/serve.mk", "src/x/server.py")
    rules = "serve: ## Serve\n\t@$(PYTHON) -m small fill\n\t$(PYTHON) -m \\\n\t  small serve\n"
    (tmp_path / "make" / "serve.mk").write_text(rules)
    (routes,) = (step for step in steps(tmp_path, PYTHON) if step.check == "routes")
    said = [line.split() for line in routes.arguments[2:]]
    assert said == [[str(PYTHON), "-m", "small", name] for name in ("fill", "serve")]


def test_commands_are_what_make_would_run(tmp_path: Path) -> None:
    made(tmp_path, "make/evaluate.mk")
    rules = "evaluate: ## Measure\n\t$(PYTHON) -m small fit\n\t@$(PYTHON) -m small evaluate\n"
    (tmp_path / "make" / "evaluate.mk").write_text(rules)
    lines = [step.arguments for step in steps(tmp_path, PYTHON)]
    assert lines == [(f"{PYTHON} -m small {end}",) for end in ("demo", "fit", "evaluate")]


def test_a_render_without_a_demo_fails_with_makes_own_words(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("all:\n")
    assert [step.arguments for step in steps(tmp_path, PYTHON)] == [
        (f"make --no-print-directory PYTHON={PYTHON} demo",)
    ]
