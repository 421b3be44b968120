"""What an installation is set to: the only reader of its files and of the environment."""

from pos2web.settings.adapters import Adapters, Description, descriptions
from pos2web.settings.described import Setting, words
from pos2web.settings.home import LANGUAGES, Home, home, language
from pos2web.settings.reading import Connection, LogSettings, Settings, read, secret_variable
from pos2web.settings.writing import write

__all__ = [
    "LANGUAGES",
    "Adapters",
    "Connection",
    "Description",
    "Home",
    "LogSettings",
    "Setting",
    "Settings",
    "descriptions",
    "home",
    "language",
    "read",
    "secret_variable",
    "words",
    "write",
]
