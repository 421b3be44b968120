"""The words of epochs and backups."""

from pos2web.domain import archive_facts
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import ArchivePhrases
from pos2web.messages import message

ARCHIVE_SENTENCES: dict[type[Fact], str] = {
    archive_facts.EpochBegan: message("{began}: epoch {epoch} begins"),
    archive_facts.BackedUp: (
        message(
            "today's backup is on {store}, up to {upto}; {objects} objects there, {size}{pruned}"
        )
    ),
    archive_facts.BackupDrilled: message("trial restore from {store} {drilled}"),
}

ARCHIVE = ArchivePhrases(
    began={
        "installed": message("Pos2Web is installed here"),
        "restored": message("Pos2Web is restored here"),
        "moved": message("from now on it is from here that Pos2Web writes to the sites"),
    },
    began_somehow=message("Pos2Web begins anew here"),
    sources={
        "restored": message(" from {source}"),
        "moved": message(", in place of epoch {source}"),
    },
    writers={
        "same": message(
            "epoch {number} of this installation, begun elsewhere on {since} ({epoch})"
        ),
        "other": message("another installation (epoch {number}, begun on {since}, {epoch})"),
        "unknown": message(
            "another installation that this version of Pos2Web does not know ({text})"
        ),
    },
    as_of=message(", as it was on {upto}"),
    place=message("{instant} (position {position})"),
    pruned=message("; {count} removed"),
    byte_units=(message("B"), message("kB"), message("MB"), message("GB"), message("TB")),
    drill_well=message("went well: {events} events, ready in {rto}; would have been lost: {rpo}"),
    drill_failed=message("failed: {problems}"),
)
