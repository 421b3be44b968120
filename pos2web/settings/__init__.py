"""What an installation is set to: the only reader of its files and of the environment."""

from pos2web.settings.adapters import Adapters, Description, descriptions, entry_points
from pos2web.settings.alerts import AlertSettings
from pos2web.settings.answers import connection_of, store_of
from pos2web.settings.backup import BackupSettings
from pos2web.settings.connections import Connection, secret_variable
from pos2web.settings.daemon import DaemonSettings, zone_of
from pos2web.settings.described import Setting, words
from pos2web.settings.hidden import secrets_of
from pos2web.settings.home import Home, home
from pos2web.settings.reading import LogSettings, Settings, ShopSettings, read
from pos2web.settings.writing import write

__all__ = [
    "Adapters",
    "AlertSettings",
    "BackupSettings",
    "Connection",
    "DaemonSettings",
    "Description",
    "Home",
    "LogSettings",
    "Setting",
    "Settings",
    "ShopSettings",
    "connection_of",
    "descriptions",
    "entry_points",
    "home",
    "read",
    "secret_variable",
    "secrets_of",
    "store_of",
    "words",
    "write",
    "zone_of",
]
