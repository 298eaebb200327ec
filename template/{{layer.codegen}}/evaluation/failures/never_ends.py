def first_odd_perfect(start: int) -> int:
    """Look for a number that nobody has found yet."""
    number = start | 1
    while True:
        if sum(divisor for divisor in range(1, number) if number % divisor == 0) == number:
            return number
        number += 2
