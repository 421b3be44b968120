"""A machine is lost and brought back: the whole of it, over real processes, HTTP and a real store.

A boutique syncs and is backed up by the daemon; the merchant goes on changing her till; the machine is
destroyed in the middle of it. Another one is restored from the store with the merchant's key, to the
latest point or to an older one, and goes on. Then till and site are compared by other means than
Pos2Web's.
"""

import json
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pos2web.settings import Home
from tests.chaos.merchant import Merchant
from tests.chaos.site import Site, read_site
from tests.chaos.truth import Verdict, compare
from tests.shops.installed import Installation, Running, daemon, installed

NAME = "boutique"
WITHIN_S = 90.0
"""So long may pass until the site shows what was asked for."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Where backups are kept: the settings under `[backup.store]`, those in the file of secrets, and
    the address that `restore` is told."""

    settings: dict[str, object]
    address: str
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Loss:
    """What a loss came to. Times in seconds; `wrong` is what should not be."""

    rpo_s: float = 0.0
    rto_s: float = 0.0
    events: int = 0
    lost_events: int = 0
    writes: int = 0
    duplicates: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def values(self) -> dict[str, object]:
        """In short."""
        return {
            "rpo_s": round(self.rpo_s, 3),
            "rto_s": round(self.rto_s, 3),
            "duplicates": len(self.duplicates),
            "events": self.events,
            "lost_events": self.lost_events,
            "writes": self.writes,
            "problems": len(self.wrong),
        }


def set_backup(home: Home, kept: Kept, key: str) -> None:
    """Write the sections of the backup."""
    text = f'\n[backup]\nname = "{NAME}"\noffer = "daily"\nrecipients = ["{key}"]\n'
    with home.settings.open("a") as file:
        file.write(text + section(kept.settings))
    if kept.secrets:
        with home.secrets.open("a") as file:
            file.write(section(kept.secrets))


def section(values: Mapping[str, object]) -> str:
    """The section of a store."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join(["", "[backup.store]", *lines, ""])


def answered(place: Installation, *words: str) -> Any:
    """What a command says in JSON."""
    said = place.ask(*words, "--json")
    try:
        return json.loads(said)
    except json.JSONDecodeError as error:
        raise AssertionError(f"pos2web {' '.join(words)} said: {said!r}") from error


def events_of(home: Home) -> list[tuple[int, int]]:
    """Position and instant (microseconds) of every event in a log."""
    with closing(sqlite3.connect(f"{home.log.absolute().as_uri()}?mode=ro", uri=True)) as log:
        return log.execute("SELECT position, recorded_at FROM events ORDER BY position").fetchall()


def wait_until(look: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    """Wait for something that must become so."""
    until = time.monotonic() + within_s
    while not look():
        if time.monotonic() > until:
            raise AssertionError(f"{what}: not so after {within_s:.0f} s")
        time.sleep(0.2)


def shop_of(place: Installation) -> Site:
    """The site as its web service tells it."""
    return read_site(place.shop_url, key_of(place.home))


def key_of(home: Home) -> str:
    """The shop's key, from the file of secrets."""
    lines = home.secrets.read_text().splitlines()
    (line,) = [each for each in lines if each.startswith("key = ")]
    return str(json.loads(line.removeprefix("key = ")))


def lose(folder: Path, kept: Kept, *, seed: int, older: bool = False, rounds: int = 6) -> Loss:
    """Lose the machine and bring it back.

    `older`: to a point from before the last changes, which the site shows already.
    """
    dice, loss = random.Random(seed), Loss()  # noqa: S311 - not for secrets
    key_file, point = folder / "merchant.key", None
    with installed(folder / "first") as place:
        merchant = Merchant(place.till, dice)
        key = answered(place, "backup", "keys", "--out", str(key_file))["recipient"]
        set_backup(place.home, kept, key)
        place.sync()
        answered(place, "backup", "now")
        with daemon(place, folder / "daemon.json") as running:
            if older:
                trade(merchant, dice, rounds)
                shipped(place, running)
                point = datetime.now(UTC)
            trade(merchant, dice, rounds)
            told = told_to_be_safe(running)
            running.process.kill()
        before = events_of(place.home)
        shutil.rmtree(place.home.path)

        other = Installation(Home(path=folder / "second"), place.till, place.shop_url)
        words = ["restore", kept.address, "--name", NAME, "--key", str(key_file)]
        began = time.monotonic()
        restored = answered(other, *words, *(["--at", point.isoformat()] if point else []))
        loss.rto_s = time.monotonic() - began
        judge(other, restored, before, point, loss)
        if point is None and restored["position"] < told:
            loss.wrong.append(
                f"{told} events were said to be safe, {restored['position']} came back"
            )
        merchant.put_everything_back()
        judge_site(other, loss)
    return loss


def trade(merchant: Merchant, dice: random.Random, rounds: int) -> None:
    """Change the till while the daemon follows."""
    for _ in range(rounds):
        merchant.work(dice.randint(1, 4))
        time.sleep(dice.uniform(0.2, 1.5))


def shipped(place: Installation, running: Running) -> None:
    """Wait until everything that was recorded so far is on the store."""
    head = running.control.overview().position
    wait_until(
        lambda: answered(place, "backup", "list")["position"] >= head, "the backup of the log"
    )


def told_to_be_safe(running: Running) -> int:
    """Up to which position the daemon says that the store has everything."""
    backup = running.control.overview().backup
    assert backup is not None
    return backup.position


def judge(
    place: Installation,
    restored: Any,
    before: Sequence[tuple[int, int]],
    point: datetime | None,
    loss: Loss,
) -> None:
    """Compare what came back with what there was."""
    loss.events = restored["events"]
    after = dict(events_of(place.home))
    same = [(position, at) for position, at in before if after.get(position) == at]
    loss.lost_events = len(before) - len(same)
    if len(same) != restored["position"]:
        loss.wrong.append(f"{len(same)} events came back, {restored['position']} were told")
    last_at, kept_at = before[-1][1], same[-1][1]
    if point is None:
        loss.rpo_s = (last_at - kept_at) / 1e6
    elif not kept_at <= point.timestamp() * 1e6 <= before[len(same)][1]:
        loss.wrong.append(f"restored to {kept_at}, {point} was asked for")
    loss.wrong += answered(place, "log", "verify")["problems"]


def judge_site(place: Installation, loss: Loss) -> None:
    """Go on working, and compare till and site."""
    ids_before = ids_of(shop_of(place))
    first = answered(place, "sync", "--yes")
    loss.writes = first["writes"]
    for _ in range(2):
        again = answered(place, "sync", "--yes")
    if (again["outcome"], again["writes"]) != ("done", 0):
        loss.wrong.append(f"a later sync {again['outcome']} with {again['writes']} writes")
    site = shop_of(place)
    gone = {kind: ids - ids_of(site)[kind] for kind, ids in ids_before.items()}
    del gone["combinations"]  # a merchant drops some
    loss.wrong += [f"{kind} {sorted(ids)} are gone" for kind, ids in gone.items() if ids]
    verdict: Verdict = compare(place.till, site)
    loss.duplicates = verdict.duplicates
    loss.wrong += verdict.lost


def ids_of(site: Site) -> dict[str, set[str]]:
    """What the shop knows its things by."""
    return {
        resource: set(site.by_id(resource))
        for resource in ("products", "categories", "combinations")
    }
