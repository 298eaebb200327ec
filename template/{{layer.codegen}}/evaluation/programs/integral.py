import math


def integral(lower: float, upper: float, steps: int) -> float:
    """Integrate exp(-x * x) * cos(x) by Simpson's rule; steps is even and positive."""
    if steps <= 0 or steps % 2:
        raise ValueError("steps must be even and positive")
    width = (upper - lower) / steps
    total = 0.0
    for step in range(steps + 1):
        x = lower + step * width
        weight = 1 if step in (0, steps) else 4 if step % 2 else 2
        total += weight * math.exp(-x * x) * math.cos(x)
    return total * width / 3
