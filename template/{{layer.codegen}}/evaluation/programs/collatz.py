def longest_chain(first: int, last: int) -> int:
    """Return the start with the longest Collatz chain from first to last, the least of several."""
    best, longest = first, 0
    for start in range(first, last + 1):
        number, length = start, 1
        while number != 1:
            number = number // 2 if number % 2 == 0 else 3 * number + 1
            length += 1
        if length > longest:
            best, longest = start, length
    return best
