"""The contract of `pos2web.ports.BackupStore`, as tests: subclass it and give it a `world` fixture."""

from pos2web.adapters.testing.store_keeping import StoreKeeping
from pos2web.adapters.testing.store_trouble import StoreInTrouble


class BackupStoreContract(StoreKeeping, StoreInTrouble):
    """Every promise of a backup store's docstrings."""
