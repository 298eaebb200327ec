"""`make release`: what it makes, and what it refuses; updates from one real release to the next."""

import json
import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan import flattening, identity, releases, source
from groundplan.releasing import RECORD
from groundplan.updating.rehearsal import differing
from tests.unit.released import ADDED, FIRST, README, SECOND, Released, commit, python, release
from tests.unit.test_wheel import run

SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")


def bundled(wheel: Path) -> dict[str, str]:
    bundle = wheel / "groundplan" / "_template" / source.BUNDLE
    heads = run("git", "bundle", "list-heads", bundle, folder=wheel).splitlines()
    held = {name.rpartition("/")[2]: commit for commit, name in map(str.split, heads)}
    return {name: commit for name, commit in held.items() if name.startswith("v")}


def test_every_tag_is_what_was_recorded_of_it(tmp_path: Path) -> None:
    root = source.own_checkout()
    recorded = json.loads((root / RECORD).read_text(encoding="utf-8"))
    repository = tmp_path / "template.git"
    flattening.empty(repository)
    made = {tag: releases.add(root, tag, repository, tmp_path) for tag in releases.tags(root)}
    assert made.items() <= recorded.items()


def test_a_python_without_filters_for_archives_packs_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractall = tarfile.TarFile.extractall

    def older(self: tarfile.TarFile, path: Path, members: None = None) -> None:
        extractall(self, path, members)

    made = set()
    for name in ("now", "older"):
        (folder := tmp_path / name).mkdir()
        flattening.empty(folder / "template.git")
        root = source.own_checkout()
        made.add(releases.add(root, "v9", folder / "template.git", folder, "HEAD"))
        monkeypatch.setattr(tarfile.TarFile, "extractall", older)
    assert len(made) == 1


def test_a_release_holds_every_earlier_one_as_it_was(two_releases: Released) -> None:
    first, second = (bundled(two_releases.wheels[version]) for version in (FIRST, SECOND))
    assert first.keys() == {f"v{FIRST}"}
    assert second.keys() == {f"v{FIRST}", f"v{SECOND}"}
    assert second.items() >= first.items()
    checkout = two_releases.checkout
    assert json.loads((checkout / "releases.json").read_text()) == second
    assert run("git", "status", "--porcelain", folder=checkout) == ""
    assert run("git", "tag", "--points-at", "HEAD", folder=checkout) == f"v{SECOND}\n"


def test_released_again_nothing_changes(two_releases: Released, tmp_path: Path) -> None:
    checkout = shutil.copytree(two_releases.checkout, tmp_path / "checkout")
    before = run("git", "show-ref", folder=checkout)
    done = release(checkout)
    assert done.returncode == 0, done.stdout
    for problem in ("predict", "rag"):
        assert f"{problem} of v{FIRST}: updated, equal to a fresh render" in done.stdout
    assert run("git", "show-ref", folder=checkout) == before


def dirty(checkout: Path) -> None:
    (checkout / "new.txt").touch()


def changed(checkout: Path) -> None:
    (checkout / README).write_text("Other.\n", encoding="utf-8")
    commit(checkout, SECOND)


def older(checkout: Path) -> None:
    commit(checkout, "0.0.7")


def moved(checkout: Path) -> None:
    commit(checkout, "0.0.10")
    run("git", "tag", "--force", f"v{FIRST}", "HEAD", folder=checkout)


def forgotten(checkout: Path) -> None:
    commit(checkout, "0.0.10")
    run("git", "tag", "--delete", f"v{FIRST}", folder=checkout)


def unrecorded(checkout: Path) -> None:
    commit(checkout, "0.0.10")
    run("git", "tag", "v0.0.1", "HEAD", folder=checkout)


def ignored(checkout: Path) -> None:
    commit(checkout, "0.0.10")
    (checkout / "template" / "{{layer.rag}}" / ".env").write_text("KEY=secret\n", encoding="utf-8")


def beyond_update(checkout: Path) -> None:
    shutil.rmtree(checkout / "blueprints" / "predict")
    commit(checkout, "0.0.10")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (dirty, "changes that are not committed"),
        (changed, f"v{SECOND} was released with other content"),
        (older, f"v0.0.7 is not newer than v{FIRST}"),
        (moved, f"the tag v{FIRST} is not what releases.json says"),
        (forgotten, f"v{FIRST} was released and has no tag here"),
        (unrecorded, "the tag v0.0.1 is not what releases.json says"),
        (ignored, "v0.0.10 in the wheel is not what git holds"),
        (beyond_update, f"a repository of v{FIRST} cannot be updated"),
    ],
)
def test_what_must_not_be_released_is_not_tagged(
    two_releases: Released, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    checkout = shutil.copytree(two_releases.checkout, tmp_path / "checkout")
    spoil(checkout)
    before = run("git", "show-ref", folder=checkout)
    done = release(checkout)
    assert done.returncode == 1
    assert said in done.stdout.splitlines()[-1]
    assert not list((checkout / "dist").glob("*-0.0.10-*"))
    assert run("git", "show-ref", folder=checkout) == before


def test_a_difference_is_found(tmp_path: Path) -> None:
    for side in ("one", "other"):
        for name in ("same", "bytes", "mode", side):
            (tmp_path / side / "docs").mkdir(parents=True, exist_ok=True)
            (tmp_path / side / "docs" / name).write_text("x", encoding="utf-8")
    (tmp_path / "one" / "docs" / "bytes").write_text("y", encoding="utf-8")
    (tmp_path / "one" / "docs" / "mode").chmod(0o755)
    assert differing(tmp_path / "one", tmp_path / "other") == [
        f"docs/{name}" for name in ("bytes", "mode", "one", "other")
    ]


def of_second(releases: Released, place: str) -> Path | str:
    return releases.wheels[SECOND] if place == "wheel" else releases.checked_out


@pytest.mark.parametrize("place", ["wheel", "checkout"])
def test_a_release_that_is_not_known_is_told(
    two_releases: Released, of_release: dict[str, Path], tmp_path: Path, place: str
) -> None:
    project = shutil.copytree(of_release[FIRST], tmp_path / "project")
    answers = project / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace(f"v{FIRST}", "v0.0.1"), encoding="utf-8")
    run("git", *SOMEONE, "commit", "--quiet", "--all", "-m", "mine", folder=project)
    path = of_second(two_releases, place)
    done = python("groundplan", "update", project, path=path, folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout == (
        f"groundplan: this Groundplan is v{SECOND} and does not know release v0.0.1: "
        "install one that does\n"
    )


@pytest.mark.parametrize("place", ["wheel", "checkout"])
def test_a_repository_of_the_first_release_is_updated(
    two_releases: Released, of_release: dict[str, Path], tmp_path: Path, place: str
) -> None:
    path = of_second(two_releases, place)
    project = shutil.copytree(of_release[FIRST], tmp_path / "project")
    agents = project / "AGENTS.md"
    agents.write_text(f"Mine.\n{agents.read_text(encoding='utf-8')}", encoding="utf-8")
    run("git", *SOMEONE, "commit", "--quiet", "--all", "-m", "mine", folder=project)

    update = ("groundplan", "update", project)
    told = python(*update, "--check", "--markdown", path=path, folder=tmp_path)
    assert told.returncode == 2
    assert f"**Groundplan v{FIRST} → v{SECOND}**: 2 changed." in told.stdout
    assert "- changed `README.md`" in told.stdout
    done = python(*update, "--skip-checks", path=path, folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert differing(project, of_release[SECOND]) == ["AGENTS.md"]
    assert agents.read_text(encoding="utf-8").startswith("Mine.\n")
    again = python(*update, "--undo", path=path, folder=tmp_path)
    assert again.returncode == 0, again.stdout
    assert differing(project, of_release[FIRST]) == ["AGENTS.md"]


def test_plain_copier_updates_it_without_trust(
    two_releases: Released, of_release: dict[str, Path], tmp_path: Path
) -> None:
    project = shutil.copytree(of_release[FIRST], tmp_path / "project")
    public = tmp_path / "public.git"
    run("git", "clone", "--quiet", "--bare", two_releases.checkout, public, folder=tmp_path)
    address = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{public}.insteadOf",
        "GIT_CONFIG_VALUE_0": identity.published(),
    }
    updating = (sys.executable, "-m", "copier", "update", "--quiet", "--defaults", project)
    run(*updating, folder=tmp_path, **address)
    assert ADDED in (project / "README.md").read_text(encoding="utf-8")
    assert differing(project, of_release[SECOND]) == []
