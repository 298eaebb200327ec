"""The checks of a render that run nothing: a sound one passes, and each finds its own faults."""

import shutil
from pathlib import Path

import pytest

from groundplan.matrix.model import Case, Render
from groundplan.matrix.static import CHECKS, metrics_named
from tests.templates import copied, rendered

ANSWERS = {
    "problem": "rag",
    "modality": "text",
    "latency": "interactive",
    "hardware": "cpu",
    "source": "api",
}
CI = ".github/workflows/ci.yml"
ALERTS = "ops/prometheus/alerts/rag.yml"
BOARD = "ops/grafana/dashboards/rag.json"
PROMETHEUS = "ops/prometheus/prometheus.yml"
SETTINGS = "src/ground_project/settings.py"
NEW = ""

# The check, the file, what is replaced there (nothing: the file is made) by what, the words said.
FAULTS = [
    ("syntax", "src/new.py", NEW, "def f(:\n", "invalid syntax"),
    ("syntax", "new.toml", NEW, "a = \n", "Invalid value"),
    ("syntax", "new.yml", NEW, "a: [1\n", "expected ',' or ']'"),
    ("syntax", "new.yml", NEW, "a: 1\na: 2\n", 'duplicate key "a"'),
    ("syntax", "new.json", NEW, '{"a": 1,}\n', "double quotes"),
    ("syntax", "new.jsonl", NEW, '{"a": 1}\n{\n', "cannot be read"),
    ("whole files", "notes.txt", NEW, "\n", "is empty"),
    ("whole files", "notes.txt", NEW, "no end", "no newline at its end"),
    ("left-overs", "notes.txt", NEW, "for {{ package_name }}\n", "a piece of the template"),
    ("left-overs", "notes.txt", NEW, "{% if latency %}\n", "a piece of the template"),
    ("left-overs", BOARD, '"title": "', '"title": "{{ project_name }}', "a piece of the template"),
    ("left-overs", "notes.md.jinja", NEW, "text\n", "is named as in the template"),
    ("machine paths", "notes.txt", NEW, "see /home/ann/project\n", "/home/ann"),
    ("machine paths", "notes.txt", NEW, "see C:\\Users\\ann\n", "C:\\Users"),
    ("file names", "docs/aux.md", NEW, "text\n", "Windows does not allow"),
    ("file names", "docs/what?.md", NEW, "text\n", "Windows does not allow"),
    ("file names", "Readme.md", NEW, "text\n", "are one file on Windows"),
    ("file names", f"docs/{'long' * 40}.md", NEW, "text\n", "too long for Windows"),
    ("secrets", "notes.txt", NEW, f"key AKIA{'QWERTZUIOPASDFGH'}\n", "AWS Access Key"),
    ("secrets", "src/new.py", NEW, "password = 'hunter2hunter'\n", "Secret Keyword"),
    ("links", "README.md", "\n", "\nSee [more](docs/nothing.md).\n", "leads nowhere"),
    ("links", "README.md", "\n", "\nSee [below](#no-such-part).\n", "names no heading"),
    ("makefile", "README.md", "\n", "\nStart with `make coffee`.\n", "`make coffee` is no target"),
    ("makefile", CI, "run: make check", "run: make chekc", "`make chekc` is no target"),
    (
        "makefile",
        "Makefile",
        "\nhooks:",
        "\nhooks: nowhere.txt",
        "No rule to make target 'nowhere.txt'",
    ),
    ("makefile", "make/new.mk", NEW, "demo:\n\ttrue\n", "demo is made in two places"),
    ("makefile", "make/new.mk", NEW, "    what is this\n", "missing separator"),
    ("started modules", "make/new.mk", NEW, "fly:\n\t$(PYTHON) -m $(PACKAGE).fly\n", ".fly, which"),
    ("started modules", "Dockerfile", '_project.server"', '_project.serves"', ".serves, which"),
    ("started modules", "pyproject.toml", ".cli:app", ".main:app", ".main, which"),
    ("lint", "src/new.py", NEW, "import os\n", "F401"),
    ("formatting", "src/new.py", NEW, "x = {  }\n", "src/new.py"),
    ("dependencies", "src/new.py", NEW, "import torch\n", "imports torch, which nothing"),
    (
        "dependencies",
        "tests/test_new.py",
        NEW,
        "import nonesuch\n",
        "imports nonesuch, which nothing",
    ),
    ("dependencies", SETTINGS, "\nfrom", "\nimport mypy\nfrom", "imports mypy when the image"),
    ("dependencies", "pyproject.toml", '"bm25s', '"torch>=2.13",\n  "bm25s', "src does not use it"),
    ("dependencies", "pyproject.toml", '"ruff', '"tox",\n  "ruff', "nothing uses it"),
    ("settings", ".env.example", "# SERVICE_PORT=", "# SERVICE_PROT=", "SERVICE_PROT is read by"),
    ("settings", ".env.example", "# SERVICE_PORT=", "# SERVER_PORT=", "SERVER_PORT is read by"),
    ("settings", "compose.yaml", "SERVICE_PORT:", "SERVICE_PROT:", "SERVICE_PROT is read by"),
    ("settings", "Dockerfile", "SERVICE_PORT=", "SERVICE_PROT=", "SERVICE_PROT is read by"),
    ("actionlint", CI, "runs-on: ubuntu-latest", "runs-on: ubuntu-latst", "ubuntu-latst"),
    ("zizmor", CI, "make check", "echo '${{ github.event.pull_request.title }}'", "injection"),
    ("zizmor", CI, "persist-credentials: false", "fetch-depth: 1", "artipacked"),
    ("hooks", ".pre-commit-config.yaml", "language: system", "languag: system", "language"),
    ("hadolint", "Dockerfile", "RUN pip install", "RUN sudo pip install", "DL3004"),
    ("image user", "Dockerfile", "USER 10001:10001\n", "", "runs as root"),
    ("image user", "Dockerfile", "USER 10001:10001", "USER 0", "runs as 0"),
    ("schemas", "compose.yaml", "restart:", "restrat:", "restrat"),
    ("schemas", CI, "timeout-minutes: 20", "timeout: 20", "timeout"),
    ("schemas", ".github/dependabot.yml", "interval: monthly", "interval: often", "often"),
    ("expressions", ALERTS, "expr: |", "exp: |", "exp"),
    ("expressions", ALERTS, "for: 10m", "for: soon", "duration"),
    ("expressions", ALERTS, "sum(rate(", "sum((rate(", "parenthesis"),
    ("expressions", BOARD, '"expr": "', '"expr": "rate(', "parenthesis"),
    ("scraped", PROMETHEUS, "alerts/*.yml", "rules/*.yml", "does not read it"),
    ("scraped", PROMETHEUS, "scrape_configs:", "scrape_config:", "scrape_config"),
    ("scraped", PROMETHEUS, "job_name: service", "job_name: other", "'service'"),
    ("dashboards", BOARD, '"uid": "prometheus"', '"uid": "promtheus"', "promtheus"),
    ("dashboards", BOARD, '"uid": "rag"', '"uid": "service"', "has the uid of"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Render:
    template = copied(tmp_path_factory.mktemp("template"))
    folder = rendered(template, tmp_path_factory.mktemp("renders") / "sound", ANSWERS)
    return Render(Case(ANSWERS), folder)


@pytest.fixture
def copy(sound: Render, tmp_path: Path) -> Render:
    return Render(sound.case, Path(shutil.copytree(sound.folder, tmp_path / "copy")))


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"types"}))
def test_a_sound_render_passes(sound: Render, name: str) -> None:
    assert CHECKS[name](sound) == []


@pytest.mark.parametrize(("name", "file", "old", "new", "words"), FAULTS)
def test_a_fault_is_found_and_its_file_is_named(
    copy: Render, name: str, file: str, old: str, new: str, words: str
) -> None:
    path = copy.folder / file
    before = path.read_text(encoding="utf-8") if old else ""
    assert old in before, "the fault cannot be planted"
    path.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")

    said = "\n".join(CHECKS[name](copy))

    assert words in said
    assert Path(file).name in said


def test_every_check_has_a_fault_that_it_finds() -> None:
    # Types have a module of their own.
    assert {name for name, *_ in FAULTS} == set(CHECKS) - {"types"}


def test_what_is_not_text_is_a_fault(copy: Render) -> None:
    (copy.folder / "picture.txt").write_bytes(b"\xff\xfe\n")
    assert CHECKS["whole files"](copy) == ["picture.txt: is not UTF-8 text"]


def test_the_folder_it_was_rendered_into_is_a_fault(copy: Render) -> None:
    (copy.folder / "notes.txt").write_text(f"{copy.folder}/src\n", encoding="utf-8")
    assert any("notes.txt" in fault for fault in CHECKS["machine paths"](copy))


def test_metrics_are_those_that_the_app_is_asked_for(sound: Render) -> None:
    named = metrics_named(sound.folder)
    assert "rag_answers_total" in named[ALERTS]
    assert "http_request_duration_seconds_bucket" in named["ops/prometheus/alerts/service.yml"]
    assert not any("up" in metrics for metrics in named.values())
