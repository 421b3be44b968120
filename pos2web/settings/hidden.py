"""What nobody may read in our notes."""

from pos2web.settings.adapters import Adapters
from pos2web.settings.reading import Settings


def secrets_of(settings: Settings, adapters: Adapters) -> frozenset[str]:
    """The values of all secrets that the connections, channels and the store were given."""
    stores = [] if settings.backup is None else [settings.backup.store]
    sides = [side for one in settings.each for side in (one.till, one.shop)]
    return frozenset(
        str(connection.options[setting.name])
        for connection in (*sides, *settings.channels, *stores)
        for setting in adapters[connection.adapter].settings
        if setting.is_secret and connection.options[setting.name]
    )
