def sort(numbers: list[int]) -> tuple[list[int], int]:
    if len(numbers) < 2:
        return numbers, 0
    middle = len(numbers) // 2
    left, before = sort(numbers[:middle])
    right, after = sort(numbers[middle:])
    merged: list[int] = []
    count, taken = before + after, 0
    for number in left:
        while taken < len(right) and right[taken] < number:
            merged.append(right[taken])
            taken += 1
        count += taken
        merged.append(number)
    merged += right[taken:]
    return merged, count


def sorted_inversions(numbers: list[int]) -> list[int]:
    """Return the sorted numbers, and after them how many pairs stood in the wrong order."""
    merged, count = sort(list(numbers))
    return [*merged, count]
