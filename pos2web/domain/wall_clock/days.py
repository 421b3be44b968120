"""Days and months that follow each other, and lists told as such."""

from collections.abc import Sequence


def cyclic(first: int, last: int, size: int) -> list[int]:
    """From one to the other of 1 to `size`, over its end where need be."""
    return [(first - 1 + step) % size + 1 for step in range((last - first) % size + 1)]


def days_from_to(first: int, last: int) -> list[int] | None:
    """Days of the month from one to the other; None where that depends on the month's length."""
    if first > 0 and last == -1:
        return [*range(first, 32)]
    if first < 0 < last:
        return [*range(first, 0), *range(1, last + 1)]
    if first * last < 0 or (first < 0 and last < first):
        return None
    return cyclic(first, last, 31) if first > 0 else [*range(first, last + 1)]


def cycle(numbers: Sequence[int], size: int) -> tuple[int, int] | None:
    """The ends of three or more numbers that follow each other, over the end where need be."""
    starts = [number for number in numbers if (number - 2) % size + 1 not in numbers]
    if len(numbers) < 3 or len(starts) != 1:
        return None
    return starts[0], (starts[0] + len(numbers) - 2) % size + 1


def stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as the ends of three or more that follow each other, else one by one."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if len(found) > 1 and found[-2][1] == number - 2 and found[-1] == (number - 1, number - 1):
            found[-2:] = [(found[-2][0], number)]
        elif found and found[-1][0] < found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
