"""A picture of the flow, as Mermaid, which GitHub and editors draw."""

# How `Steps` goes on from one checkpoint to the next; a test holds runs against it.
WAYS = (
    ("__start__", "think", ""),
    ("think", "approve", "something has side effects"),
    ("think", "act", "asks for tools"),
    ("think", "think", "said nothing"),
    ("think", "finish", "answered, in circles, or no budget left"),
    ("approve", "act", "a person decided"),
    ("act", "think", ""),
    ("finish", "__end__", ""),
)


def mermaid() -> str:
    """Return the ways that a run takes."""
    lines = (f"\t{a} -->{f'|{why}|' if why else ''} {b};" for a, b, why in WAYS)
    return "\n".join(["graph TD;", *lines, ""])
