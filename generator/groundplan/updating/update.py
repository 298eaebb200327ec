"""An update from start to end: render twice, merge, and say what came of it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

from groundplan import releases, rendering
from groundplan.catalogue import Catalogue
from groundplan.errors import GroundplanError
from groundplan.git import git, version
from groundplan.names import package
from groundplan.releases import Release
from groundplan.schema import Answers, Migration
from groundplan.updating import apply, journal
from groundplan.updating.answers import ASKED, Recorded, recorded, settled
from groundplan.updating.checkout import Checkout
from groundplan.updating.merging import Outcome, Sides, merged
from groundplan.updating.objects import Objects
from groundplan.updating.plan import Plan, planned

# The first one that merges without a working tree.
NEEDED = (2, 38)
Render = Callable[[Answers, Path, Release, str], Path]


@dataclass(frozen=True)
class Update:
    """An update that is worked out and not written yet."""

    plan: Plan
    place: Checkout
    objects: Objects
    outcome: Outcome
    lock: int

    def write(self, branch: str | None) -> None:
        """Put it into the working tree, on a new branch if one is named; see `apply.write`."""
        if branch and self.place.tip(branch):
            raise GroundplanError(
                f"there is a branch {branch} already: delete it, or name another with --branch"
            )
        apply.write(self.place, self.objects, self.outcome, branch, self.lock)


@contextmanager
def worked_out(
    catalogue: Catalogue,
    place: Checkout,
    given: Answers,
    render: Render = rendering.render,
    target: Release | None = None,
) -> Iterator[Update | None]:
    """What an update would do; None if there is nothing to do.

    Args:
        catalogue: The catalogue of the new template.
        place: The repository.
        given: Answers to change, as checked by `completion.known`.
        render: Renders answers with a release into a folder of a workshop, under a name.
        target: The new template; this version's if left out.

    Raises:
        GroundplanError: The repository cannot be updated as it is; nothing was touched.
    """
    with journal.locked(place.git_folder) as lock:
        _check(place)
        before = recorded(place.project)
        after = target or _target(before)
        passed = _passed(catalogue, before.release.tag, after.tag)
        answers, changes = settled(catalogue, before.answers, given, passed)
        if after.tag == before.release.tag and not changes:
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="groundplan-update-") as folder:
            workshop = Path(folder)
            objects = Objects(workshop / "objects.git", place.top)
            old = render(before.answers, workshop, before.release, "before")
            new = render(answers, workshop, after, "after")
            sides = Sides(
                base=objects.tree(old, place.prefix),
                yours=git("rev-parse", f"{place.commit}^{{tree}}", folder=place.top),
                template=objects.tree(new, place.prefix),
                renames=_renames(place, answers, passed),
            )
            outcome = merged(objects, sides, place.occupied)
            steps = tuple(step for migration in passed for step in migration.steps)
            plan = planned(before.release.tag, after.tag, changes, outcome, steps)
            yield None if plan.empty else Update(plan, place, objects, outcome, lock)


def branch_name(plan: Plan) -> str:
    """What the branch of an update is called if nobody names it."""
    asked = "-".join(f"{one.question}-{one.after}" for one in plan.answers if one.why == ASKED)
    parts = [plan.after if plan.after != plan.before else "", asked]
    return f"groundplan/{'-'.join(part for part in parts if part)}"


def _check(place: Checkout) -> None:
    """Raises GroundplanError where an update must not begin."""
    if version() < NEEDED:
        have, need = (".".join(map(str, number)) for number in (version(), NEEDED))
        raise GroundplanError(f"an update needs git {need} or newer, and this is git {have}")
    held, dirty = journal.read(place.git_folder), place.dirty()
    if held and held.state == "written" and (held.commit != place.commit or not dirty):
        journal.end(place.git_folder)  # it was committed, or thrown away
    elif held:
        was = "has not been committed" if held.state == "written" else "was cut off"
        raise GroundplanError(
            f"the last update {was}: commit it, or take it back with `groundplan update --undo`"
        )
    if what := place.under_way():
        raise GroundplanError(f"{what} is under way in {place.top}: finish it first")
    if dirty:
        listed = ", ".join(dirty[:3]) + (f" and {len(dirty) - 3} more" if dirty[3:] else "")
        raise GroundplanError(
            f"{place.top} has changes that are not committed ({listed}): commit or stash them, "
            "so that the update can be undone"
        )


def _target(before: Recorded) -> Release:
    """This version's template; from where the repository got its own, if that is another place."""
    own = releases.own()
    if before.release.address == own.address or _version(before.release.tag):
        return own
    raise GroundplanError(
        f"the template of this repository is {before.release.tag} of {before.release.address}, "
        "which is no release: update it with `copier update`"
    )


def _passed(catalogue: Catalogue, before: str, after: str) -> tuple[Migration, ...]:
    """The migrations between two releases. Raises GroundplanError for a step back."""
    old, new = _version(before), _version(after)
    if old is None or new is None:
        return ()
    if old > new:
        raise GroundplanError(
            f"this repository was made with {before} and this Groundplan is {after}: "
            "install a newer one"
        )
    return tuple(
        migration for migration in catalogue.migrations if old < Version(migration.version) <= new
    )


def _version(tag: str) -> Version | None:
    try:
        return Version(tag)
    except InvalidVersion:
        return None


def _renames(place: Checkout, answers: Answers, passed: tuple[Migration, ...]) -> Mapping[str, str]:
    """Old names of files to the newest, in the repository."""
    name_of_package = package(answers["project_name"])
    renames: dict[str, str] = {}
    for migration in passed:
        for old, new in migration.renames.items():
            old, new = (
                (place.prefix / name.replace("{{package_name}}", name_of_package)).as_posix()
                for name in (old, new)
            )
            renames = {first: new if last == old else last for first, last in renames.items()}
            renames[old] = new
    return renames
