"""Several installations over one till and one shop: copies of one, and strangers."""

import shutil
from dataclasses import replace
from pathlib import Path

from pos2web.adapters.memory.adapter import MemoryShop, Moment
from pos2web.domain.archive_facts import RESTORED, EpochBegan
from pos2web.domain.epochs import Mark, read_mark
from pos2web.engine.epochs import begin, epochs, new_id
from pos2web.log import Log
from pos2web.ports import Outcome, Write
from tests.shops.boutique import Boutique


def restored(boutique: Boutique, folder: Path) -> Boutique:
    """The installation as it is now, brought back on another machine; its next epoch begins."""
    copy = moved(boutique, folder)
    with Log.open(copy.folder / "log.sqlite", clock=copy.clock) as log:
        known = epochs(log)[-1]
        begin(log, EpochBegan(number=known.number + 1, id=new_id(), why=RESTORED), actor="user:Zoé")
    return copy


def moved(boutique: Boutique, folder: Path) -> Boutique:
    """A copy of the installation, as somebody makes who copies its folder."""
    folder.mkdir()
    shutil.copy(boutique.folder / "log.sqlite", folder / "log.sqlite")
    return replace(boutique, folder=folder)


def stranger(boutique: Boutique, folder: Path) -> Boutique:
    """Another installation, which knows nothing of the first, over the same till and shop."""
    folder.mkdir()
    return replace(boutique, folder=folder)


def mark_on(shop: MemoryShop) -> Mark | None:
    """Whose mark the shop keeps."""
    return read_mark(shop.mark or "")


class Guestbook:
    """Notes who writes to the shop, one line a write."""

    def __init__(self, shop: MemoryShop) -> None:
        self.lines: list[str] = []
        self.writing = ""
        shop.fault = self._note

    def _note(self, moment: Moment, write: Write) -> Outcome | None:
        del write
        if moment is Moment.BEFORE:
            self.lines.append(self.writing)
        return None
