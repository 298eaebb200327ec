"""What a repository becomes when the template's change is taken into it; nothing is written yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from groundplan.updating.objects import YOURS, Change, Conflict, Entry, Listing, Merged, Objects

_MARKER = f"<<<<<<< {YOURS}".encode()


@dataclass(frozen=True)
class Marked:
    """A conflict that a person resolves, with the lines on which its markers start, from 1."""

    conflict: Conflict
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Sides:
    """Three trees: what the template made last time, what its users made of it, what it makes now.

    `renames` are files that the template holds under another name now; the users' edits follow.
    """

    base: str
    yours: str
    template: str
    renames: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """A merge with every conflict decided that can be decided without a person.

    Attributes:
        tree: What is written.
        changes: How it differs from what was there.
        edited: Files of the template that its users changed or deleted.
        marked: Conflicts that remain.
        kept: Edited files that the template has no more; they stay.
        deleted: Files that users deleted and the template changed; they stay deleted.
        renamed_back: Files that users deleted, and that the template has under another name now.
        occupied: New files of the template where something lies that git does not track.
    """

    tree: str
    changes: tuple[Change, ...]
    edited: frozenset[str]
    marked: tuple[Marked, ...]
    kept: tuple[str, ...]
    deleted: tuple[str, ...]
    renamed_back: tuple[str, ...]
    occupied: tuple[str, ...]


def merged(objects: Objects, sides: Sides, occupied: Callable[[str], bool]) -> Outcome:
    """Merge, and decide.

    Args:
        objects: Where the trees are.
        sides: What is merged.
        occupied: Whether something that git does not track keeps a path from being written.
    """
    base, yours, template = (
        objects.listing(tree) for tree in (sides.base, sides.yours, sides.template)
    )
    found = objects.merge(
        _moved(objects, sides, base, sides.base, template),
        _moved(objects, sides, yours, sides.yours, template),
        sides.template,
    )
    tree, marked, kept, deleted, back = _decided(objects, found, {*base, *sides.renames.values()})
    changes = objects.changes(sides.yours, tree)
    blocked = tuple(
        change.path for change in changes if change.kind in "AR" and occupied(change.path)
    )
    if blocked:
        tree = objects.changed(tree, {}, blocked)
        changes = objects.changes(sides.yours, tree)
    edited = {name for name in base if yours.get(name) != base[name]}
    edited |= {new for old, new in sides.renames.items() if old in edited}
    return Outcome(
        tree=tree,
        changes=changes,
        edited=frozenset(edited),
        marked=tuple(one for one in marked if one.conflict.path not in blocked),
        kept=kept,
        deleted=deleted,
        renamed_back=back,
        occupied=blocked,
    )


def _moved(objects: Objects, sides: Sides, held: Listing, tree: str, template: Listing) -> str:
    """A side with the template's renames done."""
    moves = {
        old: new
        for old, new in sides.renames.items()
        if old in held and new not in held and new in template and old not in template
    }
    return objects.changed(tree, {new: held[old] for old, new in moves.items()}, moves)


def _decided(
    objects: Objects, found: Merged, base: set[str]
) -> tuple[str, tuple[Marked, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The tree with what can be decided, and lists: marked, kept, deleted, renamed back."""
    entries: dict[str, Entry] = {}
    kept: list[str] = []
    deleted: list[str] = []
    back: list[str] = []
    left: list[Conflict] = []
    for conflict in found.conflicts:
        stages = conflict.stages
        if stages.keys() == {1, 2}:
            kept.append(conflict.path)
            entries[conflict.path] = stages[2]
        elif stages.keys() == {1, 3} and conflict.path in base:
            deleted.append(conflict.path)
        elif stages.keys() == {1, 3}:
            back.append(conflict.path)
            entries[conflict.path] = stages[3]
        else:
            left.append(conflict)
    tree = objects.changed(found.tree, entries, deleted)
    listing = objects.listing(tree) if left else {}
    marked = tuple(
        Marked(conflict, _lines(objects, listing.get(conflict.path))) for conflict in left
    )
    return tree, marked, tuple(kept), tuple(deleted), tuple(back)


def _lines(objects: Objects, entry: Entry | None) -> tuple[int, ...]:
    if entry is None or not entry.mode.startswith("100"):
        return ()
    lines = objects.content(entry).split(b"\n")
    return tuple(number for number, line in enumerate(lines, 1) if line.startswith(_MARKER))
