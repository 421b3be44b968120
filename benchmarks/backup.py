"""How long a backup and a restore take, what they weigh, and how far behind a backup is.

Prints one JSON line for each:

- `backup_first`: a log from nothing to a store in a folder; the read models have followed before.
- `backup_log_size`: bytes an event of the log's pieces and segments there.
- `restore_ready`: from that store, on an empty machine, until everything is ready; `links` are among it.
- `backup_behind`: the longest time from the append of a single event until it lies on the store, while
  nothing else happens.
"""

import argparse
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic, perf_counter, sleep

from benchmarks.figures import Figure, show
from benchmarks.month import fill
from pos2web.adapters.folder_store.adapter import FolderStore
from pos2web.backup.epochs import epochs
from pos2web.backup.restore.restoring import RestoreRequest, RestoreStage, restore
from pos2web.backup.ship.following import ShippingState, follow
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.ship.taking import take
from pos2web.backup.store import keys
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.layout import LogObject
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.archive_facts import INSTALLED, EpochBegan
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.run_facts import RunPassed
from pos2web.domain.streams import INSTALLATION, Stream
from pos2web.log import Entry, Envelope, Log
from pos2web.projections import links
from pos2web.projections.read_models import ReadModels
from pos2web.settings.home import Home

SHOP = MAIN_SHOP
SEED = 20261124


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


class Bench:
    """An installation with a long log, and an empty store."""

    def __init__(self, folder: Path, events: int) -> None:
        self.folder, self.home = folder, Home(path=folder / "home")
        self.home.path.mkdir()
        (folder / "store").mkdir()
        self.home.settings.write_text("[till]\n")
        self.location = BackupLocation(store=FolderStore(folder / "store"), installation="bench")
        identity = keys.generate()
        others = [keys.recipient_of(keys.generate()) for _ in range(2)]
        self.keys, self.locks = Keys([identity]), Locks([keys.recipient_of(identity), *others])
        fill(self.home.log, events, seed=SEED)
        with Log.open(self.home.log, clock=now) as log:
            fact = EpochBegan(number=1, id="bench", why=INSTALLED)
            log.append([Entry(INSTALLATION, fact)], Envelope("bench"))

    def shipper(self, log: Log) -> Shipper:
        """What ships the log."""
        epoch = epochs.of(log)
        assert epoch is not None
        return Shipper(log, self.home.segments, self.location, self.locks, epoch=epoch, clock=now)

    def back_up(self) -> None:
        """From nothing: the log, then the day's backup; the read models have followed before."""
        with (
            Log.open(self.home.log, clock=now) as log,
            closing(ReadModels.open(self.home.models)) as models,
        ):
            began = perf_counter()
            models.catch_up(log)
            followed_s = perf_counter() - began
            began = perf_counter()
            shipper = self.shipper(log)
            shipper.ship()
            shipped_s = perf_counter() - began
            began = perf_counter()
            taken = take(shipper, self.home, models, self.keys, offer="monthly")
            taken_s = perf_counter() - began
        spans = sum(each.stored.size for each in self.location.listing().of(LogObject))
        show(
            Figure("backup_first", shipped_s + taken_s, "s", taken.position),
            following_s=followed_s,
            shipping_s=shipped_s,
            taking_s=taken_s,
            objects=taken.objects,
        )
        show(
            Figure(
                "backup_log_size", spans / taken.position, "bytes/event", taken.position, goal=60
            ),
            stored=taken.stored_bytes / taken.position,
        )

    def restore(self) -> None:
        """On an empty machine, to ready."""
        other, began = Home(path=self.folder / "other"), perf_counter()
        steps: dict[RestoreStage, float] = {}

        def told(step: RestoreStage, _done: int, _total: int) -> None:
            steps[step] = perf_counter() - began

        back = restore(self.location, other, self.keys, RestoreRequest(), clock=now, progress=told)
        ready_s = perf_counter() - began
        with closing(ReadModels.open(other.models)) as models:
            count = len(links.load(models, SHOP))
        show(
            Figure("restore_ready", ready_s, "s", back.position, goal=60),
            links=count,
            fetched_s=steps[RestoreStage.FETCH],
            loaded_s=steps[RestoreStage.LOAD],
            state_s=steps[RestoreStage.STATE],
        )

    def behind(self, events: int) -> None:
        """While the log is followed, single events come."""
        delays: list[float] = []
        shipped, stop = threading.Condition(), threading.Event()
        state = ShippingState()

        def told(new: ShippingState) -> None:
            nonlocal state
            with shipped:
                state = new
                shipped.notify_all()

        def is_there(position: int) -> bool:
            return state.shipped is not None and state.shipped.position >= position

        with Log.open(self.home.log, clock=now) as log:
            shipping = partial(follow, self.shipper(log), stop, clock=now, notify=told)
            thread = threading.Thread(target=shipping)
            thread.start()
            for number in range(events):
                sleep(0.3 * (number % 4))
                began = monotonic()
                fact = RunPassed(task="bench", read=number)
                position = log.append([Entry(Stream("run/bench"), fact)], Envelope("bench"))[-1]
                with shipped:
                    assert shipped.wait_for(partial(is_there, position), 30), "it never came"
                delays.append(monotonic() - began)
            stop.set()
            thread.join()
        mean_s = sum(delays) / len(delays)
        show(Figure("backup_behind", max(delays), "s", events, goal=5), mean_s=mean_s)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.backup", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--singles", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.events)
        bench.back_up()
        bench.restore()
    with tempfile.TemporaryDirectory() as folder:
        Bench(Path(folder), 1_000).behind(options.singles)


if __name__ == "__main__":
    main()
