def sum_of_primes(limit: int) -> int:
    """Add all primes below the limit (the sieve of Eratosthenes)."""
    composite = [False] * max(limit, 2)
    total = 0
    for number in range(2, limit):
        if not composite[number]:
            total += number
            for multiple in range(number * number, limit, number):
                composite[multiple] = True
    return total
