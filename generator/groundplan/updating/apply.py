"""Writing an update into a working tree, and taking it out again."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from groundplan.errors import GroundplanError
from groundplan.git import GitError, git, raw
from groundplan.updating import journal as journals
from groundplan.updating.checkout import Checkout
from groundplan.updating.journal import Journal
from groundplan.updating.merging import Outcome
from groundplan.updating.objects import Objects

_BRANCHES = "refs/heads/"


def write(
    place: Checkout, objects: Objects, outcome: Outcome, branch: str | None, lock: int
) -> None:
    """Put the outcome into the working tree and the index, on a branch of its own if one is named.

    Nothing is committed. Whatever happens on the way, `undo` brings back what was there.

    Raises:
        GroundplanError: git refused; what was there is back.
    """
    held = Journal(
        state="writing",
        head=place.branch,
        commit=place.commit,
        branch=f"{_BRANCHES}{branch}" if branch else None,
        tree=outcome.tree,
        written=tuple(change.path for change in outcome.changes if change.kind != "D"),
        removed=tuple(
            path
            for change in outcome.changes
            for path in [change.path if change.kind == "D" else change.before]
            if path
        ),
    )
    objects.hand_over()
    journals.begin(place.git_folder, held)
    try:
        if held.branch:
            git("update-ref", held.branch, held.commit, "", folder=place.top)
            git("symbolic-ref", "HEAD", held.branch, folder=place.top)
        trees = ("read-tree", "-m", "-u", held.commit, held.tree)
        raw(*trees, folder=place.top, kept=(lock,))
        _mark(place.top, outcome)
    except GitError as error:
        restore(place, held)
        raise GroundplanError(
            f"git could not write the update, nothing changed: {error}"
        ) from error
    journals.mark(place.git_folder, held, "written")


def _mark(top: Path, outcome: Outcome) -> None:
    """Tell git which files are in conflict, as a merge of its own does."""
    lines = []
    for one in outcome.marked:
        path = one.conflict.path
        lines.append(f"{'0' * 6} {'0' * len(outcome.tree)}\t{path}")
        lines += [
            f"{entry.mode} {entry.oid} {stage}\t{path}"
            for stage, entry in sorted(one.conflict.stages.items())
        ]
    if lines:
        given = "".join(f"{line}\0" for line in lines).encode(errors="surrogateescape")
        raw("update-index", "-z", "--index-info", folder=top, given=given)


def undo(place: Checkout, *, force: bool = False) -> Journal:
    """Bring back the tree, the index and the branch from before the update.

    Args:
        place: The repository.
        force: Whether what was changed in the files of the update since then may go.

    Raises:
        GroundplanError: There is nothing to undo, it was committed, or edits would be lost.
    """
    held = journals.read(place.git_folder)
    if held is None:
        raise GroundplanError("there is no update to undo here")
    if place.commit != held.commit and held.state == "written":
        journals.end(place.git_folder)
        raise GroundplanError(
            "the update is committed: undo it with `git revert`, or go back to the branch before it"
        )
    if held.state == "written" and not force and place.dirty():
        changed = _changed_since(place, held)
        if changed:
            raise GroundplanError(
                f"{', '.join(changed[:3])}{' and more' if changed[3:] else ''} changed since the "
                "update and would be lost: keep a copy, then say --undo --force"
            )
    # Killed from here on, files are neither the update's nor the ones from before, and no edits.
    journals.mark(place.git_folder, held, "writing")
    restore(place, held)
    return held


def restore(place: Checkout, held: Journal) -> None:
    """Bring back what the journal tells of; a second time does no harm."""
    _unlock(place, held)
    before = _index_before(place.git_folder)
    if before.exists():
        draft = place.git_folder / "index.groundplan"
        shutil.copy2(before, draft)
        draft.replace(place.git_folder / "index")
    listed = raw("ls-tree", "-r", "-z", "--name-only", "--full-tree", held.commit, folder=place.top)
    tracked = set(listed.decode(errors="surrogateescape").split("\0"))
    _remove(place.top, [path for path in held.written if path not in tracked])
    again = [path for path in (*held.written, *held.removed) if path in tracked]
    given = "".join(f"{path}\0" for path in again).encode(errors="surrogateescape")
    raw("checkout-index", "--index", "--force", "-z", "--stdin", folder=place.top, given=given)
    with suppress(GitError):  # it says with its exit code that files differ, which is no failure
        git("update-index", "-q", "--refresh", folder=place.top)
    if held.head:
        git("symbolic-ref", "HEAD", held.head, folder=place.top)
    elif held.branch:
        git("update-ref", "--no-deref", "HEAD", held.commit, folder=place.top)
    if held.branch:
        _delete(place, held.branch, held.commit)
    journals.end(place.git_folder)


def _delete(place: Checkout, branch: str, commit: str) -> None:
    """Delete the branch made for the update, if it was made and nobody has gone on with it."""
    deleting = ("update-ref", "-d", branch, commit)
    try:
        git(*deleting, folder=place.top)
    except GitError:
        held = git("for-each-ref", "--format=%(objectname)", branch, folder=place.top)
        if held.strip() != commit:
            return
        # A git that was killed while it deleted has left this; a living one was waited for.
        lock = git("rev-parse", "--git-path", "packed-refs.lock", folder=place.top)
        (place.top / lock).unlink(missing_ok=True)
        git(*deleting, folder=place.top)


def _unlock(place: Checkout, held: Journal) -> None:
    """Remove the locks of a git that was killed; it has ended, as the journal's lock is ours."""
    locked = [place.git_folder / "index", place.git_folder / "HEAD"]
    if held.branch:
        said = git("rev-parse", "--git-path", held.branch, folder=place.top)
        locked.append(place.top / said)
    for file in locked:
        file.with_name(f"{file.name}.lock").unlink(missing_ok=True)


def _index_before(git_folder: Path) -> Path:
    """The copy of the index from before the update."""
    return git_folder / journals.FOLDER / journals.INDEX


def _changed_since(place: Checkout, held: Journal) -> list[str]:
    """Files of the update that are not as it left them."""
    # Elsewhere: a git that is killed leaves a lock beside its index.
    with TemporaryDirectory(prefix="groundplan-undo-") as scratch:
        with_index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        git("read-tree", held.tree, folder=place.top, extra=with_index)
        with suppress(GitError):  # files differ
            git("update-index", "-q", "--refresh", folder=place.top, extra=with_index)
        said = raw("diff-files", "--name-only", "-z", folder=place.top, extra=with_index)
    differing = set(said.decode(errors="surrogateescape").split("\0"))
    back = (path for path in held.removed if path not in held.written)
    return [
        *sorted(differing & set(held.written)),
        *(path for path in back if os.path.lexists(place.top / path)),
    ]


def _remove(top: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    for path in paths:
        file = top / path
        with suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
        for folder in file.parents:
            if folder == top or not folder.is_relative_to(top):
                break
            try:
                os.rmdir(folder)  # noqa: PTH106 - only if it is empty
            except OSError:
                break
