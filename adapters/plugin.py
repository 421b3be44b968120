"""What an adapter's entry point leads to: the settings that it takes, and what opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from pos2web.adapters.wrappers.patience import Backoff
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.ports import BackupStore, Channel, Clock, Shop, Till

Side = TypeVar("Side", Till, Shop, Channel, BackupStore)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an adapter is given besides its settings.

    `name` is its connection's, for messages. `backoff` says how often a request of its own may be
    asked again, where that is safe. `memory` is a file, not there at first, for what it must know
    again at its next start; it may be lost.
    """

    name: str
    clock: Clock
    backoff: Backoff
    memory: Path


@dataclass(frozen=True, kw_only=True)
class Plugin(Generic[Side]):
    """An adapter to be opened. `settings` is the record that its settings become.

    `open` asks nothing of the other side yet, and raises SettingsError for what is wrong in them.
    A store's `at` opens it by an address and the secrets of the environment, where nothing is set.
    """

    settings: type[msgspec.Struct]
    open: Callable[[Any, Surroundings], Side]
    at: Callable[[str, Mapping[str, str]], Side] | None = None

    def opened(self, options: Mapping[str, object], surroundings: Surroundings) -> Side:
        """The adapter with these settings; those that are None are as its record has them.

        Raises SettingsError.
        """
        given = {name: value for name, value in options.items() if value is not None}
        try:
            settings = msgspec.convert(given, self.settings)
        except msgspec.ValidationError as error:
            name = surroundings.name
            raise SettingsError(
                message("the settings of {name}: {error}", name=name, error=error)
            ) from error
        return self.open(settings, surroundings)
