"""What on a store is damaged counts as missing: which objects those are, and what is said of them."""

from pos2web.errors import ArchiveError, CredentialsError
from pos2web.messages import joined, message, message_of

DAMAGED_TOLD = 5
"""So many damaged objects are told of in one sentence; the others are counted."""


class DamagedError(ArchiveError):
    """An object is not what was put, so that it counts as missing; `name` is the object's."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class LockedError(CredentialsError):
    """An object was locked for other keys than those given; `name` is the object's.

    Where the keys open others, it may be damaged as well.
    """

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class Damage:
    """What counts as missing, by the objects' names, in the order in which it was found."""

    def __init__(self) -> None:
        self._found: dict[str, DamagedError | LockedError] = {}

    def note(self, error: DamagedError | LockedError) -> None:
        """Remember what is wrong with an object."""
        self._found[error.name] = error

    @property
    def names(self) -> set[str]:
        """Which objects."""
        return set(self._found)

    @property
    def locked(self) -> list[LockedError]:
        """Those that the keys given don't open."""
        return [error for error in self._found.values() if isinstance(error, LockedError)]

    @property
    def told(self) -> tuple[str, ...]:
        """What is wrong with each."""
        return tuple(message_of(error) for error in self._found.values())

    @property
    def summed_up(self) -> str:
        """The first few damaged objects and how many more there are, in one sentence."""
        told, more = self.told[:DAMAGED_TOLD], len(self._found) - DAMAGED_TOLD
        named = joined("; ", told)
        return message("{names} and {count} more", names=named, count=more) if more > 0 else named
