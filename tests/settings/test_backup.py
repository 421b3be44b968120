"""Where backups go is read like all settings: wholly, secrets apart, and wrong ones are named."""

import pytest

from pos2web.errors import SettingsError
from pos2web.settings import Home
from pos2web.settings.hidden import secrets_of
from tests.settings.conftest import ADAPTERS, SHOP, TILL, Reading

KEY = "age1" + "q" * 58
STORE = '[backup.store]\nadapter = "attic"\nshelf = "left"\n'
BACKUP = f'[backup]\nname = "tea-shop"\nrecipients = ["{KEY}"]\n'
BOTH = TILL + SHOP


def keep_secrets(home: Home, text: str) -> None:
    home.path.mkdir(exist_ok=True)
    home.secrets.write_text(text)
    home.secrets.chmod(0o600)


def test_without_a_word_nothing_is_backed_up(reading: Reading) -> None:
    assert reading(BOTH).backup is None


def test_a_backup_has_a_name_an_offer_and_a_store(reading: Reading, home: Home) -> None:
    keep_secrets(home, '[backup.store]\npadlock = "1234"\n')

    backup = reading(BOTH + BACKUP + STORE).backup

    assert backup is not None
    assert (backup.name, backup.offer, backup.recipients) == ("tea-shop", "weekly", (KEY,))
    assert backup.store.options == {"shelf": "left", "padlock": "1234"}
    assert "1234" not in repr(backup)


def test_a_stores_secret_is_a_secret_in_notes(reading: Reading, home: Home) -> None:
    keep_secrets(home, '[backup.store]\npadlock = "1234"\n')

    assert "1234" in secrets_of(reading(BOTH + BACKUP + STORE), ADAPTERS)


def test_the_environment_goes_before_the_file(reading: Reading, home: Home) -> None:
    keep_secrets(home, '[backup.store]\npadlock = "1234"\n')
    environment = {"POS2WEB_SHOP_KEY": "ABC", "POS2WEB_BACKUP_STORE_PADLOCK": "9876"}

    backup = reading(BOTH + BACKUP + STORE, environment).backup

    assert backup is not None
    assert backup.store.options["padlock"] == "9876"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BACKUP, r"section \[backup.store\] is missing"),
        (BACKUP.replace("[backup]", '[backup]\nstore = "x"'), r"\[backup.store\] is missing"),
        (
            BACKUP.replace("tea-shop", "Tea shop") + STORE,
            "'Tea shop' can't be the name of a backup",
        ),
        (BACKUP.replace(KEY, "age1short") + STORE, "'age1short' is no public key"),
        (BACKUP.replace("[backup]", '[backup]\noffer = "yearly"') + STORE, "offer must be one of"),
        ("[backup]\n" + STORE, r"\[backup\] name is missing"),
        (BACKUP + STORE.replace("attic", "cellar"), "no such adapter for a store"),
        (BACKUP + STORE + 'padlock = "1"\n', "padlock is a secret"),
    ],
)
def test_what_is_wrong_is_named(reading: Reading, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        reading(BOTH + text)


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ('[backup.cellar]\nkey = "1"\n', "cellar: there is no such section"),
        ('[backup]\nstore = "1"\n', "backup.store must be a section"),
        ('[backup.store]\nkey = "1"\n', "key: there is no such secret"),
    ],
)
def test_secrets_of_nothing_are_named(reading: Reading, home: Home, hidden: str, said: str) -> None:
    keep_secrets(home, hidden)

    with pytest.raises(SettingsError, match=said):
        reading(BOTH + BACKUP + STORE)
