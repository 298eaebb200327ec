def factorial(number: int) -> int:
    """Multiply all integers up to a number: 21! does not fit into 64 bits any more."""
    product = 1
    for factor in range(2, number + 1):
        product *= factor
    return product
