"""Copier's undocumented behaviour that layers stand on: if it goes, this tells first."""

from pathlib import Path

import copier

COPIER_YML = """\
_subdirectory: template
layer:
  type: yaml
  when: false
  default: {chosen: ".", left: ""}
"""


def template(folder: Path, **files: str) -> Path:
    folder.mkdir()
    (folder / "copier.yml").write_text(COPIER_YML)
    for layer, text in files.items():
        place = folder / "template" / f"{{{{layer.{layer}}}}}" / "src"
        place.mkdir(parents=True)
        (place / "module.py").write_text(text)
    return folder


def test_a_folder_named_dot_lands_in_the_root_and_one_without_a_name_nowhere(
    tmp_path: Path,
) -> None:
    made = template(tmp_path / "template", chosen="chosen\n", left="left\n")
    target = tmp_path / "target"
    copier.run_copy(str(made), target, defaults=True, quiet=True, settings=copier.Settings())
    files = [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()]
    assert files == ["src/module.py"]
    assert (target / "src" / "module.py").read_text() == "chosen\n"
