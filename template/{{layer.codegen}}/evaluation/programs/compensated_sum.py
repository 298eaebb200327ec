def compensated_sum(values: list[float], rounds: int) -> float:
    """Add the values so often, and keep what each addition loses (Neumaier's variant of Kahan)."""
    total, lost = 0.0, 0.0
    for _ in range(rounds):
        for value in values:
            following = total + value
            if abs(total) >= abs(value):
                lost += (total - following) + value
            else:
                lost += (value - following) + total
            total = following
    return total + lost
