"""The synced shop of the scenarios serves here too."""

from tests.scenarios.conftest import by_hand, synced, synced_folder

__all__ = ["by_hand", "synced", "synced_folder"]
