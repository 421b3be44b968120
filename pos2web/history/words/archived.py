"""Epochs and backups, in a language's words."""

from datetime import datetime
from decimal import Decimal

from pos2web.domain.archive_facts import BackedUp, BackupDrilled, EpochBegan
from pos2web.domain.epochs import read_mark
from pos2web.history.words import formats
from pos2web.history.words.phrasebook import ArchivePhrases
from pos2web.history.words.wording import Wording

ArchiveFact = EpochBegan | BackedUp | BackupDrilled


def of_archive(fact: ArchiveFact, here: Wording) -> dict[str, str]:
    """What became of the log: who writes it, and where it is kept."""
    phrases = here.book.archive
    match fact:
        case EpochBegan():
            return {"began": _began(fact, here), "epoch": _count(fact.number, here)}
        case BackedUp():
            size = formats.size(fact.stored_bytes, here.book.code, phrases.byte_units)
            pruned = phrases.pruned.format(count=_count(fact.pruned, here)) if fact.pruned else ""
            return {
                "store": here.quoted(fact.store),
                "upto": _upto(fact.position, fact.at, here),
                "objects": _count(fact.objects, here),
                "size": size,
                "pruned": pruned,
            }
        case BackupDrilled():
            return {"store": here.quoted(fact.store), "drilled": _drilled(fact, phrases, here)}


def writer_words(text: str, here: Wording) -> str:
    """Who writes to a site in our place, as the reason of a refusal names it: kin and mark."""
    kin, _, shown = text.partition(" ")
    mark, writers = read_mark(shown), here.book.archive.writers
    if mark is None:
        return writers["unknown"].format(text=here.quoted(shown))
    return writers.get(kin, writers["other"]).format(
        number=_count(mark.number, here), epoch=mark.epoch, since=here.instant(mark.since)
    )


def _began(fact: EpochBegan, here: Wording) -> str:
    phrases = here.book.archive
    source = phrases.sources.get(fact.why, "") if fact.source else ""
    upto = ""
    if fact.at is not None:
        upto = phrases.as_of.format(upto=_upto(fact.position, fact.at, here))
    return (
        phrases.began.get(fact.why, phrases.began_somehow)
        + source.format(source=here.quoted(fact.source))
        + upto
    )


def _drilled(fact: BackupDrilled, phrases: ArchivePhrases, here: Wording) -> str:
    if fact.problems:
        return phrases.drill_failed.format(
            problems=here.book.semicolon.join(map(here.said, fact.told))
        )
    return phrases.drill_well.format(
        events=_count(fact.events, here),
        rto=formats.span(fact.rto_ms, here.book.code),
        rpo=formats.span(fact.rpo_ms, here.book.code),
    )


def _upto(position: int, at: datetime, here: Wording) -> str:
    instant, place = here.instant(at), _count(position, here)
    return here.book.archive.place.format(instant=instant, position=place)


def _count(number: int, here: Wording) -> str:
    return formats.number(Decimal(number), here.book.code)
