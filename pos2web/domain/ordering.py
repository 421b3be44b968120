"""The order in which a person would list keys."""


def natural(key: str) -> tuple[int, int, str]:
    """Sorts 9 before 10, and numbers before words."""
    if key.isascii() and key.isdigit():
        return (0, int(key), key)
    return (1, 0, key)
