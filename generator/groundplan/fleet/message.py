"""An update in words: the message of its commit."""

from groundplan.updating.plan import Plan
from groundplan.updating.shown import counted


def title(plan: Plan) -> str:
    """One line."""
    if plan.before != plan.after:
        return f"Update Groundplan from {plan.before} to {plan.after}"
    asked = (f"{one.question} {one.after}" for one in plan.answers if one.after)
    return f"Change answers: {', '.join(asked)}"


def text(plan: Plan) -> str:
    """The plan in short: answers, numbers of files, and steps by hand."""
    answers = "\n".join(
        f"{one.question}: {one.before or 'not asked'} -> {one.after or 'not asked'} ({one.why})"
        for one in plan.answers
    )
    steps = "\n".join(f"By hand: {step}" for step in plan.steps)
    parts = (title(plan), answers, f"Files: {counted(plan)}.", steps)
    return "\n\n".join(part for part in parts if part) + "\n"
