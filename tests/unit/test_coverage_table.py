"""The README says what is tried, and says it as it is now."""

from pathlib import Path

import pytest

from groundplan.catalogue import Catalogue
from groundplan.errors import GroundplanError
from groundplan.matrix.cover import cases
from groundplan.matrix.coverage_table import BEGIN, END, table, written

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_is_up_to_date(catalogue: Catalogue) -> None:
    text = README.read_text(encoding="utf-8")
    assert text == written(text, catalogue), "run `groundplan matrix table`"


def test_a_problem_has_a_row_with_its_choices(catalogue: Catalogue) -> None:
    rows = [line.strip("| ").split(" | ") for line in table(catalogue).splitlines()[2:]]
    assert {row[0].strip("`") for row in rows} == {*catalogue.blueprints, "all"}
    rag = next(row for row in rows if row[0] == "`rag`")
    assert "`engine` vllm, ollama, llamacpp, transformers" in rag[3]
    assert "modality" not in rag[3]
    assert int(rag[5]) == sum(case.problem == "rag" for case in cases(catalogue))
    assert int(rows[-1][5]) == sum(int(row[5]) for row in rows[:-1])


def test_what_stands_around_the_table_is_kept(catalogue: Catalogue) -> None:
    text = written(f"before\n{BEGIN}\nold\n{END}\nafter\n", catalogue)
    assert text.startswith(f"before\n{BEGIN}\n\n| problem |")
    assert text.endswith(f"|\n\n{END}\nafter\n")
    assert written(text, catalogue) == text


def test_a_readme_without_the_marks_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(GroundplanError, match="end of coverage"):
        written(f"{BEGIN}\n", catalogue)
