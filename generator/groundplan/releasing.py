"""`make release`: this version built, held against every release before it, and tagged.

What a tag holds may never change: repositories were rendered from it, and an update starts by
rendering it again. `releases.json` records for each release the commit that its template flattens
to (`flattening`), which is the same wherever it is built. A version is released when the wheel
holds exactly these commits and its own, and can update what any of the earlier ones rendered.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from packaging.version import Version

from groundplan import flattening, identity, releases, source
from groundplan.errors import GroundplanError
from groundplan.git import GitError, git

RECORD = "releases.json"


def release(root: Path) -> Path:
    """Build, check and tag the version that `pyproject.toml` names.

    A second call for the same commit builds and checks again, and changes nothing.

    Args:
        root: The checkout.

    Returns:
        The wheel in `dist/`.

    Raises:
        GroundplanError: Something speaks against the release: there is no wheel and no tag.
    """
    tag = f"v{tomllib.loads((root / 'pyproject.toml').read_text())['project']['version']}"
    if git("status", "--porcelain", folder=root):
        raise GroundplanError("there are changes that are not committed: commit or remove them")
    with tempfile.TemporaryDirectory(prefix="groundplan-release-") as folder:
        commits = expected(root, tag, Path(folder))
        wheel = _built(root, Path(folder))
        unpacked = Path(folder) / "wheel"
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(unpacked)
        held = releases.bundled(unpacked / "groundplan" / "_template" / source.BUNDLE)
        for name in sorted(commits.keys() | held.keys()):
            if commits.get(name) != held.get(name):
                raise GroundplanError(
                    f"{name} in the wheel is not what git holds: look for files under "
                    f"{', '.join(source.PARTS)} that git ignores"
                )
        for earlier in sorted(commits.keys() - {tag}):
            _rehearse(unpacked, earlier, _problems(root, earlier))
        _record(root, commits, tag)
        (root / "dist").mkdir(exist_ok=True)
        return Path(shutil.copy2(wheel, root / "dist"))


def expected(root: Path, tag: str, scratch: Path) -> dict[str, str]:
    """The commit of every release, this one included, made anew from this project's history.

    Raises:
        GroundplanError: It does not fit what was recorded, or this version is not the newest.
    """
    repository, own_scratch = scratch / "template.git", scratch / "own"
    flattening.empty(repository)
    own_scratch.mkdir()
    own = releases.add(root, tag, repository, own_scratch, "HEAD")
    tagged = {name: releases.add(root, name, repository, scratch) for name in releases.tags(root)}
    recorded = _recorded(root)
    if {tagged.get(tag, own), recorded.get(tag, own)} != {own}:
        raise GroundplanError(
            f"{tag} was released with other content: raise the version in pyproject.toml"
        )
    earlier = {name: commit for name, commit in tagged.items() if name != tag}
    for name in sorted((earlier.keys() | recorded.keys()) - {tag}):
        if name not in earlier:
            raise GroundplanError(f"{name} was released and has no tag here: git fetch --tags")
        if earlier[name] != recorded.get(name):
            raise GroundplanError(
                f"the tag {name} is not what {RECORD} says was released: a tag never moves, "
                "put it back"
            )
        if Version(name) >= Version(tag):
            raise GroundplanError(f"{tag} is not newer than {name}: raise it in pyproject.toml")
    return earlier | {tag: own}


def _recorded(root: Path) -> dict[str, str]:
    file = root / RECORD
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _built(root: Path, folder: Path) -> Path:
    """The wheel, built by the environment's own hatchling."""
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    if subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, check=False).returncode:
        raise GroundplanError("the wheel could not be built: what hatchling printed says why")
    (wheel,) = folder.glob("*.whl")
    return wheel


def _problems(root: Path, tag: str) -> list[str]:
    """What a release could build."""
    paths = git("ls-tree", "-r", "--name-only", tag, "--", "blueprints", folder=root).splitlines()
    return [Path(path).parts[1] for path in paths if Path(path).name == "blueprint.yml"]


def _rehearse(unpacked: Path, tag: str, problems: list[str]) -> None:
    """Let the code of the wheel, and not this checkout's, update what a release rendered."""
    command = (sys.executable, "-m", "groundplan.updating.rehearsal", tag, *problems)
    kept = {name: value for name, value in os.environ.items() if name != identity.SETTING}
    environment = kept | {"PYTHONPATH": str(unpacked)}
    done = subprocess.run(command, cwd=unpacked, env=environment, check=False)
    if done.returncode:
        raise GroundplanError(f"a repository of {tag} cannot be updated: its problem stands above")


def _record(root: Path, commits: Mapping[str, str], tag: str) -> None:
    """Commit the record and tag it, unless that was done."""
    try:
        if _recorded(root) != commits:
            text = json.dumps(commits, indent=2, sort_keys=True)
            (root / RECORD).write_text(f"{text}\n", encoding="utf-8")
            git("add", "--", RECORD, folder=root)
            git("commit", "--quiet", "-m", f"Release {tag}", "--", RECORD, folder=root)
        if tag not in releases.tags(root):
            git("tag", "--annotate", "-m", f"Groundplan {tag}", tag, folder=root)
    except GitError as error:
        raise GroundplanError(f"everything is in order, but git could not tag: {error}") from error


def main() -> None:
    """Release the checkout's version, and say what is left to do."""
    try:
        wheel = release(source.own_checkout())
    except (GroundplanError, GitError) as error:
        sys.exit(f"release: {error}")
    print(f"{wheel} is released: `git push --follow-tags` and publish the wheel")


if __name__ == "__main__":
    main()
