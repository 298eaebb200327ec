def depth(levels: int) -> int:
    """Count by recursion, deeper than Python lets it."""
    return 0 if levels == 0 else 1 + depth(levels - 1)
