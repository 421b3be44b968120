"""The words of epochs and backups in French."""

from pos2web.domain import archive_facts
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import ArchivePhrases

ARCHIVE_SENTENCES: dict[type[Fact], str] = {
    archive_facts.EpochBegan: "{began}\u00a0: l'époque {epoch} commence",
    archive_facts.BackedUp: (
        "sauvegarde du jour faite sur {store}, jusqu'au {upto}\u00a0; il y a là-bas "
        "{objects} objets, {size}{pruned}"
    ),
    archive_facts.BackupDrilled: "essai de restauration depuis {store} {drilled}",
}

ARCHIVE = ArchivePhrases(
    began={
        "installed": "Pos2Web est installé ici",
        "restored": "Pos2Web est restauré ici",
        "moved": "c'est désormais d'ici que Pos2Web écrit sur les sites",
    },
    began_somehow="Pos2Web recommence ici",
    sources={
        "restored": " depuis {source}",
        "moved": ", à la place de l'époque {source}",
    },
    writers={
        "same": "l'époque {number} de cette installation, commencée ailleurs le {since} ({epoch})",
        "other": "une autre installation (époque {number}, commencée le {since}, {epoch})",
        "unknown": "une autre installation, que cette version de Pos2Web ne connaît pas ({text})",
    },
    as_of=", tel qu'il était le {upto}",
    place="{instant} (position {position})",
    pruned="\u00a0; supprimés\u00a0: {count}",
    byte_units=("o", "ko", "Mo", "Go", "To"),
    drill_well="réussi\u00a0: {events} évènements, prêts en {rto}\u00a0; aurait été perdu\u00a0: {rpo}",
    drill_failed="échoué\u00a0: {problems}",
)
