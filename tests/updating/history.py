"""Three releases made of the template: what years may bring, for updates to go through.

v0.1.0 asks one question more, the tone. v0.2.0 asks it no more, and has two documents under other
names, one of them rewritten. v0.3.0 asks something that every repository has to answer, and has a
file in another layer.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from groundplan import source
from groundplan.catalogue import Catalogue, load
from tests.templates import copied

FIRST, SECOND, THIRD = "v0.1.0", "v0.2.0", "v0.3.0"
SIMILAR = ("docs/decisions.md", "docs/architecture.md")
REWRITTEN = ("docs/model-card.md", "docs/card.md")
STEP = "Tell your readers about docs/card.md."
BLUEPRINT = "blueprints/rag/blueprint.yml"
LAYERS, QUESTIONS = "blueprints/layers.yml", "blueprints/rag/questions.yml"
MIGRATIONS = f"""
- version: {SECOND}
  renames: {{{SIMILAR[0]}: {SIMILAR[1]}, {REWRITTEN[0]}: {REWRITTEN[1]}}}
  removed: {{tone: every answer has the same tone now}}
  steps: ["{STEP}"]
"""


def question(name: str, values: str, default: str) -> tuple[str, str]:
    """A question of `rag`: what is added to its blueprint, and to its questionnaire."""
    macros = "{% from 'includes/admission.jinja' import asked, own_choices with context %}"
    asked = (
        f"{name}:\n  type: str\n  help: Which {name}?\n"
        f"  when: \"{macros}{{{{ asked('rag', '{name}') }}}}\"\n"
        f"  choices: \"{macros}{{{{ own_choices('rag', '{name}') }}}}\"\n{default}"
    )
    return f"  {name}:\n    when: {{}}\n    values: {values}\n", asked


TONE = question(
    "tone", "{formal: {label: formal}, friendly: {label: friendly}}", "  default: formal\n"
)
AUDIENCE = question(
    "audience", "{team: {label: a team}, public: {label: everyone}}", "  default: team\n"
)


def edit(folder: Path, file: str, change: Callable[[str], str]) -> None:
    path = folder / file
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, file
    path.write_text(after, encoding="utf-8")


def ask(folder: Path, added: tuple[str, str]) -> None:
    edit(folder, BLUEPRINT, lambda text: text.replace("\nlayers:\n", f"\n{added[0]}layers:\n", 1))
    edit(folder, QUESTIONS, lambda text: f"{text}\n{added[1]}")


def first(folder: Path) -> Path:
    copied(folder)
    ask(folder, TONE)
    edit(
        folder,
        "template/{{layer.rag}}/README.md.jinja",
        lambda text: text + "\nTone: {{ tone }}.\n",
    )
    return folder


def second(folder: Path) -> Path:
    copied(folder)
    for old, new in (SIMILAR, REWRITTEN):
        for path in folder.glob(f"template/*/{old}.jinja"):
            path.rename(path.with_name(f"{Path(new).name}.jinja"))
    for path in folder.glob(f"template/*/{REWRITTEN[1]}.jinja"):
        text = path.read_text(encoding="utf-8")
        # Every line of prose is another; what Jinja reads stays.
        path.write_text(re.sub(r"(?m)^(\w.*)$", r"Rewritten: \1", text), encoding="utf-8")
    edit(folder, "template/{{layer.rag}}/README.md.jinja", lambda text: text + "\nRelease two.\n")
    (folder / "blueprints" / "migrations.yml").write_text(MIGRATIONS, encoding="utf-8")
    return folder


def third(folder: Path) -> Path:
    second(folder)
    ask(folder, AUDIENCE)
    edit(folder, LAYERS, lambda text: f"{text}\nrag_models: {{purpose: which models there are}}\n")
    edit(
        folder,
        BLUEPRINT,
        lambda text: text.replace("  - {name: rag}\n", "  - {name: rag}\n  - {name: rag_models}\n"),
    )
    moved = folder / "template" / "{{layer.rag_models}}" / "models.toml.jinja"
    moved.parent.mkdir()
    (folder / "template" / "{{layer.rag}}" / "models.toml.jinja").rename(moved)
    edit(
        folder,
        "template/{{layer.rag}}/README.md.jinja",
        lambda text: text + "\nFor {{ audience }}.\n",
    )
    return folder


RELEASES: Mapping[str, Callable[[Path], Path]] = {FIRST: first, SECOND: second, THIRD: third}


def catalogue(folder: Path) -> Catalogue:
    """The catalogue of a release."""
    return load(source.read_folder(folder))


def answers_file(project: Path, address: str, tag: str) -> None:
    """Let a render that came from a plain folder say that it came from a release."""
    path = project / ".copier-answers.yml"
    lead, _, rest = path.read_text(encoding="utf-8").partition("\n")
    held = {"_commit": tag, "_src_path": address}
    held |= {k: v for k, v in yaml.safe_load(rest).items() if not k.startswith("_")}
    path.write_text(f"{lead}\n{yaml.safe_dump(held)}", encoding="utf-8")
