def knapsack(weights: list[int], values: list[int], capacity: int) -> int:
    """Return the greatest value that fits; each thing is taken once or left."""
    if len(weights) != len(values):
        raise ValueError("a value for each weight is needed")
    best = [0] * (capacity + 1)
    for weight, value in zip(weights, values, strict=True):
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]
