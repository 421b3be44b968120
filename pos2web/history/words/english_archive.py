"""The words of epochs and backups in English."""

from pos2web.domain import archive_facts
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import ArchivePhrases

ARCHIVE_SENTENCES: dict[type[Fact], str] = {
    archive_facts.EpochBegan: "{began}: epoch {epoch} begins",
    archive_facts.BackedUp: (
        "today's backup is on {store}, up to {upto}; {objects} objects there, {size}{pruned}"
    ),
    archive_facts.BackupDrilled: "trial restore from {store} {drilled}",
}

ARCHIVE = ArchivePhrases(
    began={
        "installed": "Pos2Web is installed here",
        "restored": "Pos2Web is restored here",
        "moved": "from now on it is from here that Pos2Web writes to the sites",
    },
    began_somehow="Pos2Web begins anew here",
    sources={
        "restored": " from {source}",
        "moved": ", in place of epoch {source}",
    },
    writers={
        "same": "epoch {number} of this installation, begun elsewhere on {since} ({epoch})",
        "other": "another installation (epoch {number}, begun on {since}, {epoch})",
        "unknown": "another installation that this version of Pos2Web does not know ({text})",
    },
    as_of=", as it was on {upto}",
    place="{instant} (position {position})",
    pruned="; {count} removed",
    byte_units=("B", "kB", "MB", "GB", "TB"),
    drill_well="went well: {events} events, ready in {rto}; would have been lost: {rpo}",
    drill_failed="failed: {problems}",
)
