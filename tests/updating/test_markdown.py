"""A plan as the text of a pull request."""

from markdown_it import MarkdownIt

from groundplan.updating.answers import Changed
from groundplan.updating.markdown import markdown
from groundplan.updating.plan import Conflict, Decision, File, Plan

EMPTY = Plan("v0.1.0", "v0.2.0", (), (), (), (), ())
FULL = Plan(
    before="v0.1.0",
    after="v0.2.0",
    answers=(
        Changed("tone", "formal", None, "every answer has the same tone now"),
        Changed("source", "local", "hybrid", "you asked for it"),
    ),
    files=(
        File("changed", "README.md", None, False),
        File("renamed", "docs/card.md", "docs/model-card.md", True),
        File("added", "odd `name` | über.md", None, False),
    ),
    decisions=(Decision("old.py", "the template has it no more, and you edited it: it stays"),),
    conflicts=(Conflict("Makefile", (3, 17)), Conflict("logo.png", ())),
    steps=("Tell your readers.",),
)


def test_everything_stands_in_its_order() -> None:
    assert (
        markdown(FULL)
        == """\
**Groundplan v0.1.0 → v0.2.0**: 1 added, 1 changed, 1 renamed.

### Answers

- `tone`: `formal` → not asked; every answer has the same tone now
- `source`: `local` → `hybrid`; you asked for it

### Files that were edited here

- renamed `docs/card.md` (was `docs/model-card.md`)

### Files that were not

- changed `README.md`
- added `` odd `name` | über.md ``

### To decide

- `old.py`: the template has it no more, and you edited it: it stays

### Conflicts

A person has to merge these. With Groundplan v0.2.0, on a clean checkout: `groundplan update \
--in-place`, mend what is marked, `git add` and `git commit`.

- `Makefile`: lines 3, 17
- `logo.png`: `git status` will tell

### Afterwards, by hand

- Tell your readers.
"""
    )


def test_what_there_is_none_of_has_no_heading() -> None:
    assert "#" not in markdown(EMPTY)


def test_a_name_is_never_read_as_markdown() -> None:
    names = ("![x](y)", "<b>", "``` ` ```", "a\n# b", "@someone", "*")
    plan = Plan(
        "v1", "v1", (), tuple(File("added", name, None, False) for name in names), (), (), ()
    )
    inner = [
        child
        for token in MarkdownIt().parse(markdown(plan))
        for child in token.children or []
        if child.type != "text"
    ]
    assert [child.content for child in inner if child.type == "code_inline"] == [
        " ".join(name.split()) for name in names
    ]
    assert {child.type for child in inner} == {"code_inline", "strong_open", "strong_close"}
