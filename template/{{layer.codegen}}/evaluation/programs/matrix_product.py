def matrix_product(left: list[list[float]], right: list[list[float]]) -> list[list[float]]:
    """Multiply two matrices; the sums run over the inner index in ascending order."""
    if left and len(left[0]) != len(right):
        raise ValueError("the inner sizes differ")
    columns = len(right[0]) if right else 0
    product = []
    for row in left:
        line = []
        for column in range(columns):
            total = 0.0
            for inner in range(len(right)):
                total += row[inner] * right[inner][column]
            line.append(total)
        product.append(line)
    return product
