"""Where an installation lives, and what lies where in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

VARIABLES = {
    "POS2WEB_HOME": "The installation's home, where --home is not given.",
    "POS2WEB_LANGUAGE": "fr or en, where --language is not given.",
}


@dataclass(frozen=True, kw_only=True)
class Home:
    """The folder of an installation, and what lies where in it."""

    path: Path

    @property
    def settings(self) -> Path:
        return self.path / "pos2web.toml"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.toml"

    @property
    def log(self) -> Path:
        return self.path / "log.db"

    @property
    def models(self) -> Path:
        return self.path / "models.db"

    @property
    def history(self) -> Path:
        return self.path / "history.db"

    @property
    def segments(self) -> Path:
        """Sealed pieces of the log."""
        return self.path / "segments"

    @property
    def snapshots(self) -> Path:
        """The read models as they were at some positions; may be deleted at any time."""
        return self.path / "snapshots"

    @property
    def people(self) -> Path:
        """The keys of people's data, which the log has only encrypted."""
        return self.path / "people.keys"

    @property
    def backup_key(self) -> Path:
        """This machine's own key to its backups, so that it can try them."""
        return self.path / "backup.key"

    def memory(self, connection: str) -> Path:
        """The file in which the adapter of a connection may keep what it must know again."""
        return self.path / f"{connection.removeprefix('backup:').replace(':', '-')}.seen"

    @property
    def daemon(self) -> Path:
        return self.path / "daemon.json"

    @property
    def hook_token(self) -> Path:
        return self.path / "hook_token"


def home(given: Path | None, environment: Mapping[str, str]) -> Home:
    """The home that was given, or the environment's, or this platform's usual one."""
    named = given or environment.get("POS2WEB_HOME")
    path = Path(named) if named else platformdirs.user_data_path("pos2web", appauthor=False)
    return Home(path=path.expanduser().absolute())
