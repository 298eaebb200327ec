MASK = 0xFFFFFFFFFFFFFFFF


def random_walk(seed: int, steps: int) -> list[int]:
    """Walk on a grid, led by xorshift64*; return where it ends and how far out it came."""
    state = (seed ^ 0x9E3779B97F4A7C15) & MASK or 1
    x, y, farthest = 0, 0, 0
    for _ in range(steps):
        state ^= state >> 12
        state = (state ^ (state << 25)) & MASK
        state ^= state >> 27
        direction = ((state * 0x2545F4914F6CDD1D) & MASK) >> 62
        if direction == 0:
            x += 1
        elif direction == 1:
            x -= 1
        elif direction == 2:
            y += 1
        else:
            y -= 1
        farthest = max(farthest, abs(x) + abs(y))
    return [x, y, farthest]
