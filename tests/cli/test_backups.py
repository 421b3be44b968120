"""Backups from the command line: keys, what is there, how it is tried, and how it comes back."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore import placing
from pos2web.backup.restore.placing import is_unfinished
from pos2web.backup.restore.restoring import Restored
from pos2web.bootstrap import utc_now
from pos2web.log import Log
from pos2web.settings import Home
from tests.cli.conftest import Installation

NAME = "tea-shop"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The merchant's key; its public half stands in the settings."""
    return tmp_path / "merchant.key"


@pytest.fixture
def kept(pos2web: Installation, store: Path, key: Path) -> Installation:
    """An installation that is backed up."""
    recipient = pos2web("backup", "keys", "--out", key, "--json").json["recipient"]
    set_backup(pos2web, store, recipient)
    return pos2web


def set_backup(pos2web: Installation, store: Path, *recipients: str, name: str = NAME) -> None:
    """Say where backups go."""
    listed = ", ".join(f'"{each}"' for each in recipients)
    with (pos2web.home / "pos2web.toml").open("a") as file:
        file.write(f'\n[backup]\nname = "{name}"\nrecipients = [{listed}]\n')
        file.write(f'\n[backup.store]\nadapter = "folder_store"\npath = "{store}"\n')


def damaged(store: Path) -> list[Path]:
    """The pieces there; a byte of the first has changed."""
    pieces = sorted(store.glob(f"{NAME}/e0001/pieces/*.age"))
    content = bytearray(pieces[0].read_bytes())
    content[-100] ^= 1
    pieces[0].write_bytes(content)
    return pieces


def lost(pos2web: Installation) -> None:
    """The machine is gone, and with it everything in its home."""
    shutil.rmtree(pos2web.home)


def test_a_key_is_made_and_never_overwritten(pos2web: Installation, key: Path) -> None:
    made = pos2web("backup", "keys", "--out", key)
    again = pos2web("backup", "keys", "--out", key)

    assert made.code == 0
    assert "age1" in made.out
    assert key.read_text().splitlines()[1].startswith("AGE-SECRET-KEY-1")
    assert key.stat().st_mode & 0o077 == 0
    assert again.code == 4
    assert "never overwritten" in again.err


def test_who_can_open_a_backup_is_listed(kept: Installation, key: Path) -> None:
    values = kept("backup", "keys", "--json").json
    screen = kept("backup", "keys", language="fr").out

    assert values["recipients"] == [key.read_text().splitlines()[0].removeprefix("# public key: ")]
    assert values["own"] != values["recipients"][0]
    assert "cette machine" in screen
    assert "destinataire" in screen


def test_only_its_own_key_is_warned_of(pos2web: Installation, store: Path) -> None:
    set_backup(pos2web, store)

    listed, checked = pos2web("backup", "keys"), pos2web("check")

    assert "only this machine can open its backups" in listed.err
    assert "only this machine's own key opens the backups" in checked.out


@pytest.mark.parametrize("words", [["now"], ["list"], ["verify"], ["drill"]])
def test_without_a_store_a_person_is_told_how_to_begin(
    pos2web: Installation, words: list[str]
) -> None:
    answer = pos2web("backup", *words)

    assert answer.code == 6
    assert "no backup is set up" in answer.err


def test_without_a_store_there_are_no_such_tasks_and_check_says_so(pos2web: Installation) -> None:
    names = [each["name"] for each in pos2web("tasks", "list", "--json").json["tasks"]]

    assert names[-1] == "upkeep"
    assert pos2web("tasks", "run", "backup").code == 2
    assert "no backup is set up" in pos2web("check").out


def test_a_backup_is_taken_listed_checked_and_tried(kept: Installation, store: Path) -> None:
    kept("sync", "--yes")

    made = kept("backup", "now", "--json").json
    listed = kept("backup", "list", "--json").json
    verified = kept("backup", "verify", "--json").json
    tried = kept("backup", "drill", "--json").json

    assert (made["outcome"], made["pruned"]) == ("done", 0)
    assert (listed["name"], listed["offer"], listed["epoch"]) == (NAME, "weekly", 1)
    assert listed["position"] == made["position"] + 2  # that it was made, and its end
    assert listed["behind"] == 0
    assert [each["position"] for each in listed["points"]] == [made["position"], listed["position"]]
    assert verified["ok"]
    assert verified["events"] == listed["position"]
    assert (tried["outcome"], tried["problems"]) == ("done", [])
    assert tried["events"] == listed["position"]
    assert not any(b"TEA-01" in file.read_bytes() for file in store.rglob("*.age"))


def test_what_a_person_is_told_of_it(kept: Installation) -> None:
    kept("sync", "--yes")

    made = kept("backup", "now", language="fr").out
    kept("sync")
    listed = kept("backup", "list").out
    verified, tried = kept("backup", "verify").out, kept("backup", "drill", language="fr").out

    assert "Sauvegardé dans" in made
    assert "ni la caisse, ni le site" in made
    assert f"{NAME}, offer weekly (7 days): any instant from" in listed
    assert "Events that are not there yet" in listed
    assert "All of it is readable and whole" in verified
    assert "Essai réussi" in tried


def test_the_tasks_are_there_and_their_runs_stand_in_the_history(kept: Installation) -> None:
    kept("sync", "--yes")
    assert kept("tasks", "run", "backup").code == 0

    names = [each["name"] for each in kept("tasks", "list", "--json").json["tasks"]]
    history = kept("history", "--actor=task:backup").out

    assert names[-2:] == ["backup", "drill"]
    assert "5 objects there" in history


def test_nothing_on_the_store_is_said(kept: Installation) -> None:
    listed, verified = kept("backup", "list"), kept("backup", "verify")

    assert listed.code == 1
    assert f"There is no backup of {NAME}" in listed.out
    assert verified.code == 8


def test_a_store_that_is_gone_fails_the_run_and_says_so(kept: Installation, store: Path) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    shutil.rmtree(store)

    answer = kept("backup", "now")

    assert answer.code == 1
    assert "The backup failed" in answer.err
    assert str(store) in answer.err


def test_damage_is_found_by_verify_and_by_the_drill(kept: Installation, store: Path) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    piece, _ = damaged(store)

    verified, tried = kept("backup", "verify"), kept("backup", "drill")

    assert verified.code == tried.code == 1
    assert piece.name in verified.out
    assert piece.name in tried.err


def test_a_lost_machine_comes_back_and_finds_nothing_to_do(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("sync", "--yes")
    kept("backup", "now")
    before = kept("backup", "list", "--json").json
    lost(kept)

    restored = kept("restore", store, "--key", key, "--json")
    synced = kept("sync", "--json").json

    assert restored.code == 0
    assert restored.json["name"] == NAME
    assert restored.json["position"] == before["position"]
    assert restored.json["epoch"] == 2
    assert restored.json["plan"]["changes"] == []
    assert (synced["outcome"], synced["writes"]) == ("done", 0)
    assert kept("status", "--json").json["counts"]["product"]["linked"] == 3


def test_a_person_is_told_of_a_restore(kept: Installation, store: Path, key: Path) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    lost(kept)

    said = kept("restore", store, "--key", key, language="fr").out

    assert f"{NAME} est restauré" in said
    assert "L'époque 2 commence" in said
    assert "voici ce qu'une synchronisation ferait" in said
    assert "pos2web sync, puis pos2web run" in said


def test_where_a_side_is_away_the_restore_is_done_all_the_same(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    lost(kept)
    kept.till.unlink()

    restored = kept("restore", store, "--key", key)
    values = kept("restore", store, "--key", key, "--force", "--json").json

    assert restored.code == 0
    assert "Till or site could not be read" in restored.out
    assert values["plan"] is None
    assert values["not_compared"]


def test_an_older_instant_comes_back(kept: Installation, store: Path, key: Path) -> None:
    kept("sync", "--yes")
    first = kept("backup", "now", "--json").json
    kept.ring_up("UPDATE products SET price = 11 WHERE id = 1")
    kept("sync")
    kept("backup", "now")
    lost(kept)

    values = kept("restore", store, "--key", key, "--at", first["at"], "--json").json

    assert values["position"] == first["position"]
    assert values["plan"]["changes"] == []  # the site shows the new price already


def test_an_instant_to_restore_is_said_as_people_say_it(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    last = kept("backup", "list", "--json").json
    lost(kept)

    wrong = kept("restore", store, "--key", key, "--at", "31/02/2026")
    values = kept("restore", store, "--key", key, "--at", "demain", "--no-compare", "--json").json

    assert wrong.code == 2
    assert "'31/02/2026' is no instant of the past" in wrong.err
    assert values["position"] == last["position"]  # this machine's clock may be behind
    assert values["warnings"][0].startswith("nothing was recorded after 20")


def test_before_the_first_event_a_person_is_told_from_when_on_it_goes(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    listed = kept("backup", "list", "--json").json
    with Log.open(kept.home / "log.db", clock=utc_now, read_only=True) as log:
        first = next(log.read(0, limit=1)).recorded_at
    lost(kept)
    words = ["restore", store, "--key", key, "--no-compare", "--at"]

    early = kept(*words, "2001-01-01", language="fr")
    said = f"{first:%Y-%m-%dT%H:%M:%S.%fZ}"
    back = kept(*words, said, "--json").json

    assert early.code == 2
    assert "le premier état qu'on peut restaurer est celui du" in early.err
    assert said in early.err
    assert back["position"] >= 1
    assert datetime.fromisoformat(listed["from"]) == first


def test_what_is_damaged_is_refused_with_an_instant_that_can_be_typed(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    whole = kept("backup", "list", "--json").json["points"][0]
    kept("sync")
    kept("backup", "now")
    spoilt = sorted(store.glob(f"{NAME}/e0001/pieces/*.age"))[1:]
    for piece in spoilt:
        piece.write_bytes(b"")
    lost(kept)
    words = ["restore", store, "--key", key, "--no-compare"]

    refused = kept(*words)
    at = re.findall(r"--at (\S+)", refused.err)[0]
    back = kept(*words, "--at", at, "--json").json

    assert refused.code == 8
    assert spoilt[0].name in refused.err
    assert back["position"] == whole["position"]


def test_a_restore_to_an_older_state_that_recorded_nothing_is_told(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    first = kept("backup", "now", "--json").json
    kept("sync")
    kept("backup", "now")
    last = kept("backup", "list", "--json").json["position"]
    lost(kept)
    words = ["restore", store, "--key", key, "--no-compare"]
    kept(*words, "--at", first["at"])  # of which nothing is ever heard
    lost(kept)

    said, listed = kept(*words).out, kept("backup", "list", language="fr").out
    (note,) = [line for line in said.splitlines() if line.startswith("a restore to ")]
    lost(kept)
    back = kept(*words, "--at", note.rpartition(" ")[2], "--json").json

    assert note.startswith(f"a restore to {first['at'][:19]}")
    assert "une restauration à l'état du" in listed
    assert back["position"] == last


def test_a_living_installation_is_not_replaced_by_mistake(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")

    refused = kept("restore", store, "--key", key)
    forced = kept("restore", store, "--key", key, "--force", "--no-compare")

    assert refused.code == 4
    assert str(kept.home) in refused.err
    assert forced.code == 0
    assert "is kept in" in forced.out


def test_without_a_key_or_with_a_wrong_one_nothing_is_opened(
    kept: Installation, store: Path, tmp_path: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    lost(kept)
    kept("backup", "keys", "--out", tmp_path / "other.key")

    without, wrong = kept("restore", store), kept("restore", store, "--key", tmp_path / "other.key")

    assert without.code == 2
    assert "--key FILE" in without.err
    assert wrong.code == 5
    assert "none of the keys given opens" in wrong.err
    assert not (kept.home / "log.db").exists()


def test_an_empty_store_has_nothing_to_restore(
    pos2web: Installation, store: Path, key: Path
) -> None:
    pos2web("backup", "keys", "--out", key)

    answer = pos2web("restore", store, "--key", key, language="fr")

    assert answer.code == 2
    assert "aucune sauvegarde" in answer.err


def test_an_address_that_is_none_is_refused(pos2web: Installation, key: Path) -> None:
    pos2web("backup", "keys", "--out", key)

    answer = pos2web("restore", "ftp://backup.example/x", "--key", key)

    assert answer.code == 6
    assert "there is no such store" in answer.err


def test_a_fleet_shows_who_needs_somebody_first_and_restores_one(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    kept("backup", "now")
    kept("backup", "drill")
    (store / "old-shop" / "e0001" / "pieces").mkdir(parents=True)
    (store / "old-shop" / "card.json").write_text("not a card")
    lost(kept)

    listed, screen = kept("fleet", "list", store, "--json"), kept("fleet", "list", store)
    which = kept("restore", store, "--key", key)
    restored = kept("fleet", "restore", store, NAME, "--key", key, "--json")

    first, second = listed.json["installations"]
    assert listed.code == 1
    assert (first["name"], first["is_card_damaged"]) == ("old-shop", True)
    assert "(card.json is damaged)" in screen.out
    assert (second["name"], second["is_late"], second["offer"]) == (NAME, False, "weekly")
    assert second["drill"]["problems"] == 0
    assert "well, " in screen.out
    assert which.code == 2
    assert f"{NAME}, old-shop" in which.err or f"old-shop, {NAME}" in which.err
    assert restored.code == 0
    assert restored.json["name"] == NAME


def test_a_store_without_installations_is_said_to_have_none(
    pos2web: Installation, store: Path
) -> None:
    answer = pos2web("fleet", "list", store)

    assert answer.code == 0
    assert "no installations" in answer.out


def test_a_backup_is_opened_by_hand(kept: Installation, store: Path, key: Path) -> None:
    """As the page about backups tells, with the commands age, zstd and tail."""
    missing = [name for name in ("age", "zstd") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")
    kept("sync", "--yes")
    kept("backup", "now")
    piece, _ = sorted(store.glob(f"{NAME}/e0001/pieces/*.age"))

    command = f"age --decrypt --identity {key} {piece} | tail -n +2 | zstd -dc | head -n 1"
    opened = subprocess.run(command, shell=True, capture_output=True, check=True)  # noqa: S602 - as a person types it

    assert b'"events":[[' in opened.stdout


def test_a_restore_that_was_cut_off_at_its_end_is_ended_without_the_store(
    kept: Installation, store: Path, key: Path
) -> None:
    kept("sync", "--yes")
    home, now = Home(path=kept.home), utc_now()
    (placing.partial(home) / "new").mkdir(parents=True)
    epoch = StoredEpoch(number=2, id="x", began_at=now)
    done = Restored(position=7, at=now, epoch=epoch, from_epoch=1, objects=1, size=1)
    placing.begin(home, msgspec.json.encode(done), now)
    shutil.rmtree(store)

    ended = kept("restore", store, "--name", NAME, "--key", key, "--no-compare")

    assert ended.code == 0
    assert "is restored up to event 7" in ended.out
    assert not is_unfinished(home)


def test_after_a_restore_that_was_cut_off_nothing_is_opened(kept: Installation) -> None:
    kept("sync", "--yes")
    begun = placing.partial(Home(path=kept.home)) / "begun.json"
    begun.parent.mkdir()
    begun.write_text("{}")
    assert is_unfinished(Home(path=kept.home))

    for words in (["sync"], ["status"], ["history"], ["log", "verify"]):
        answer = kept(*words)
        assert answer.code == 4
        assert "was cut off before its end" in answer.err
