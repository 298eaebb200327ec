"""Repositories of an earlier release, updated to this one: before a release, for every problem.

    python -m groundplan.updating.rehearsal v0.1.0 predict rag

With no edits, the update has to give byte for byte what this release renders from the same
answers. Exit code 1, and a line for each problem that it goes wrong with, otherwise.
"""

import sys
import tempfile
from pathlib import Path

from groundplan import rendering, repository
from groundplan.catalogue import load
from groundplan.errors import GroundplanError
from groundplan.identity import published
from groundplan.releases import Release, own
from groundplan.updating import checkout
from groundplan.updating.answers import recorded
from groundplan.updating.update import worked_out


def rehearsed(tag: str, problem: str, workshop: Path) -> list[str]:
    """Render with an earlier release, update, and compare.

    Args:
        tag: The earlier release.
        problem: What is built; everything else is answered by its default.
        workshop: An empty folder.

    Returns:
        The files in which the update differs from a fresh render.

    Raises:
        GroundplanError: It could not be rendered or updated.
    """
    answers = {"project_name": "try-it", "problem": problem}
    project = rendering.render(answers, workshop, Release(published(), tag))
    repository.first_commit(project, "Rendered")
    with worked_out(load(), checkout.opened(project), {}) as found:
        if found is None:
            raise GroundplanError("there is nothing to update")
        found.write(None)
    fresh = rendering.render(recorded(project).answers, workshop, own(), "fresh")
    return differing(project, fresh)


def differing(one: Path, other: Path) -> list[str]:
    """The names of files that are not in both folders with the same bytes and mode."""
    left, right = _files(one), _files(other)
    return sorted(name for name in left | right if left.get(name) != right.get(name))


def _files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode & 0o111, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != ".git"
    }


def main() -> None:
    """Rehearse the problems that are named after a tag."""
    tag, *problems = sys.argv[1:]
    failed = False
    for problem in problems:
        with tempfile.TemporaryDirectory(prefix="groundplan-rehearsal-") as folder:
            try:
                files = rehearsed(tag, problem, Path(folder))
                said = f"differs in {', '.join(files)}" if files else ""
            except GroundplanError as error:
                said = str(error)
        print(f"{problem} of {tag}: {said or 'updated, equal to a fresh render'}", flush=True)
        failed = failed or bool(said)
    sys.exit(failed)


if __name__ == "__main__":
    main()
