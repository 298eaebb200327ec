"""The update of one repository, on a branch of its own, without touching its working tree.

The merge is worked out among git's objects, so the commit is made there too and the branch is
created last, in one step. Whatever ends the process before that leaves the repository as it was.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from groundplan.errors import GroundplanError
from groundplan.fleet import message, pull_requests
from groundplan.fleet.checking import checked
from groundplan.fleet.result import Result, by_hand
from groundplan.fleet.status import sentence, unfinished
from groundplan.fleet.template import Template
from groundplan.git import GitError, git
from groundplan.schema import Answers
from groundplan.updating.answers import recorded, settled
from groundplan.updating.checkout import Checkout, opened
from groundplan.updating.markdown import markdown
from groundplan.updating.plan import Plan
from groundplan.updating.shown import counted
from groundplan.updating.update import Update, branch_name, worked_out


@dataclass(frozen=True)
class Order:
    """What is to be done in every repository."""

    template: Template
    given: Answers
    checks: bool = True
    pull_requests: bool = False


class _NeedsPerson(Exception):
    """Somebody has to decide or to finish something; the text says what."""


def updated(path: Path, order: Order) -> Result:
    """Update a repository; nothing is raised."""
    try:
        return _updated(path, order)
    except _NeedsPerson as error:
        command = by_hand(path, order.given)
        return Result(str(path), "needs a person", str(error), command=command)
    except Exception as error:  # whatever it is, the others are updated
        return Result(str(path), "failed", sentence(error))


def _updated(path: Path, order: Order) -> Result:
    place = opened(path)
    _inspect(place, order)
    template = order.template
    asked = (template.catalogue, place, order.given, template.render, template.target)
    with worked_out(*asked) as found:
        if found is None:
            return Result(str(path), "up to date")
        plan = found.plan
        _decided(plan, order.given)
        branch = _branch(plan, place)
        before = place.tip(branch)
        commit = before or _committed(found)
        if before and not _same(found, before):
            raise _NeedsPerson(f"there is a branch {branch} already, with other changes on it")
    if not before:
        if order.checks and checked(place, commit) == "failed":
            raise _NeedsPerson("its `make check test` fails with the update")
        git("update-ref", f"refs/heads/{branch}", commit, "", folder=place.top)
    says = "the branch was there already" if before else counted(plan)
    result = Result(str(path), "done", says, branch, commit)
    if not order.pull_requests:
        return result
    try:
        address = pull_requests.opened(place, branch, message.title(plan), markdown(plan))
    except Exception as error:  # whatever it is, the branch is there
        says = f"the branch is made, but there is no pull request: {sentence(error)}"
        return replace(result, state="failed", says=says)
    return replace(result, pull_request=address)


def _inspect(place: Checkout, order: Order) -> None:
    """Raises what speaks against an update, before anything is rendered."""
    if what := unfinished(place):
        raise _NeedsPerson(f"{what} is under way: finish it, or take it back")
    if dirty := place.dirty():
        number = f"{len(dirty)} changed files are" if dirty[1:] else "1 changed file is"
        raise _NeedsPerson(f"{number} not committed: commit or stash first")
    before = recorded(place.project).answers
    try:
        settled(order.template.catalogue, before, order.given, ())
    except GroundplanError as error:
        raise _NeedsPerson(str(error)) from error


def _decided(plan: Plan, given: Answers) -> None:
    """Raises _NeedsPerson where something is left to decide."""
    unasked = [
        f"{one.question} would become {one.after}, which nobody asked for ({one.why})"
        for one in plan.answers
        if one.before and one.after and one.question not in given
    ]
    left = {
        "conflict": [one.path for one in plan.conflicts],
        "decision": [one.path for one in plan.decisions],
    }
    said = [
        f"{len(paths)} {what}{'s' if paths[1:] else ''} ({', '.join(paths[:2])}"
        f"{' and more' if paths[2:] else ''})"
        for what, paths in left.items()
        if paths
    ]
    if unasked or said:
        raise _NeedsPerson("; ".join([*unasked, *said]))


def _branch(plan: Plan, place: Checkout) -> str:
    """Several projects of one repository have a branch each."""
    inside = re.sub(r"[^\w]+", "-", "-".join(place.prefix.parts)).strip("-")
    return f"{branch_name(plan)}{'-' if inside else ''}{inside}"


def _committed(found: Update) -> str:
    """The update as a commit that nothing names yet."""
    top = found.place.top
    try:
        git("var", "GIT_COMMITTER_IDENT", folder=top)
    except GitError as error:
        raise GroundplanError(
            "git does not know who you are: set user.name and user.email with `git config`"
        ) from error
    found.objects.hand_over()
    try:
        signed = git("config", "--type=bool", "commit.gpgSign", folder=top) == "true"
    except GitError:  # it is not set
        signed = False
    command = ("commit-tree", *(["--gpg-sign"] if signed else []), "-p", found.place.commit)
    return git(
        *command, "-F", "-", found.outcome.tree, folder=top, given=message.text(found.plan).encode()
    )


def _same(found: Update, commit: str) -> bool:
    """Whether a commit holds this very update."""
    said = git("rev-parse", f"{commit}^{{tree}}", f"{commit}^@", folder=found.place.top)
    return said.split() == [found.outcome.tree, found.place.commit]
