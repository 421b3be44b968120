"""What the commands say to a person, in French and in English."""

from decimal import Decimal
from string import Formatter
from typing import Any

from pos2web.cli.texts.backup import BACKUP_TEXTS
from pos2web.cli.texts.help import HELP_TEXTS
from pos2web.cli.texts.history import HISTORY_TEXTS
from pos2web.cli.texts.past import PAST_TEXTS
from pos2web.cli.texts.privacy import PRIVACY_TEXTS
from pos2web.cli.texts.selling import SELLING_TEXTS
from pos2web.cli.texts.tasks import TASK_TEXTS
from pos2web.cli.texts.undo import UNDOING_TEXTS
from pos2web.languages import number

TEXTS: dict[str, tuple[str, str]] = {
    "sync.done": (
        "Le site est à jour. Produits : {products}, modifications : {writes}, {seconds:.1f} s.",
        "The site is up to date. Products: {products}, changes: {writes}, {seconds:.1f} s.",
    ),
    "sync.stopped": (
        "Arrêté à la demande, tout est noté ; la prochaine synchronisation continue.",
        "Stopped as asked, with everything recorded; the next sync goes on from here.",
    ),
    "sync.halted": (
        "Rien n'a été modifié : {reason}. Pour le faire quand même : pos2web sync --yes",
        "Nothing was changed: {reason}. To go ahead anyway: pos2web sync --yes",
    ),
    "sync.failed": ("La synchronisation a échoué : {reason}", "The sync failed: {reason}"),
    "sync.totals": (
        "Lus {read} = modifiés {changed} + inchangés {unchanged} + retenus {held}. Appels : {calls}.",
        "Read {read} = changed {changed} + unchanged {unchanged} + held {held}. Calls: {calls}.",
    ),
    "sync.stopping": (
        "Arrêt après la modification en cours ; Ctrl-C de nouveau pour abandonner.",
        "Stopping after the change under way; Ctrl-C again to abort.",
    ),
    "shop": ("Site {shop}", "Shop {shop}"),
    "held": ("Retenus", "Held back"),
    "more": ("… et {count} de plus", "… and {count} more"),
    "plan.empty": ("Rien à modifier.", "Nothing to change."),
    "plan.count": ("Modifications prévues : {count}.", "Changes planned: {count}."),
    "plan.asks": (
        "La synchronisation demandera d'abord un accord : {reason}. Pour le donner : pos2web sync --yes",
        "The sync will ask for approval first: {reason}. To give it: pos2web sync --yes",
    ),
    "plan.halted": (
        "La comparaison s'est arrêtée pour demander : {reason}. Pour continuer : pos2web sync --yes",
        "The comparison stopped to ask: {reason}. To go on: pos2web sync --yes",
    ),
    "plan.failed": (
        "La comparaison n'a pas pu se faire : {reason}",
        "The comparison could not be made: {reason}",
    ),
    "plan.stopped": ("La comparaison s'est arrêtée : {reason}", "The comparison stopped: {reason}"),
    "phase.till": ("Lecture de la caisse", "Reading the till"),
    "phase.shop": ("Lecture du site", "Reading the site"),
    "phase.apply": ("Modification du site", "Changing the site"),
    "phase.verify": ("Vérification", "Verifying"),
    "check.line": ("{about} : {text}", "{about}: {text}"),
    "check.about.settings": ("réglages", "settings"),
    "check.about.disk": ("disque", "disk"),
    "check.about.log": ("journal", "log"),
    "check.about.clock": ("horloge", "clock"),
    "check.about.till": ("caisse", "till"),
    "check.about.shop": ("site", "shop"),
    "check.about.backup": ("sauvegarde", "backup"),
    "check.about.database": ("base de données", "database"),
    "check.about.mapping": ("correspondance", "mapping"),
    "check.about.rights": ("droits", "rights"),
    "check.about.version": ("version", "version"),
    "check.about.writer": ("qui écrit", "writer"),
    "check.about.languages": ("langues", "languages"),
    "check.about.taxes": ("TVA", "taxes"),
    "check.about.notes": ("messages", "notes"),
    "check.about.photos": ("photos", "photos"),
    "check.about.brand": ("fabricants", "brand"),
    "check.about.supplier": ("fournisseurs", "supplier"),
    "check.about.category": ("catégories", "category"),
    "check.about.option": ("options", "option"),
    "check.about.option_value": ("valeurs d'option", "option_value"),
    "check.about.product": ("produits", "product"),
    "check.about.variant": ("déclinaisons", "variant"),
    "check.about.image": ("images", "image"),
    "check.about.stock": ("stocks", "stock"),
    "check.good": ("Tout va bien.", "All is well."),
    "check.bad": ("Problèmes à régler : {count}.", "Problems to mend: {count}."),
    "adapters.made": (
        "Projet écrit dans {folder}. Pour l'essayer : cd {folder} && make test",
        "Project written to {folder}. Try it with: cd {folder} && make test",
    ),
    "init.side": ("— {side} : {title} —", "— {side}: {title} —"),
    "init.trying": ("Essai : {about}…", "Trying: {about}…"),
    "init.again": (
        "Cela ne marche pas encore. Corriger les réponses ? (sinon elles sont gardées telles quelles)",
        "That does not work yet. Mend the answers? (else they are kept as they are)",
    ),
    "init.yes_or_no": ("oui,non", "yes,no"),
    "init.taxes": (
        "Les prix de la caisse sont-ils TTC ? (oui/non)",
        "Are the till's prices with tax? (yes/no)",
    ),
    "init.backup": (
        "Dossier des sauvegardes : un autre disque, un partage réseau (vide : pas maintenant)",
        "Folder for backups: another disk, a network share (empty: not now)",
    ),
    "init.service": (
        "Ensuite : pos2web plan montre ce qui changerait, pos2web sync le fait.\n"
        "Pour que cela tourne tout seul, même après un redémarrage :\n"
        "  pos2web --home {home} run --print-unit | sudo tee /etc/systemd/system/pos2web.service\n"
        "  sudo systemctl enable --now pos2web",
        "Next: pos2web plan shows what would change, pos2web sync does it.\n"
        "To let it run by itself, after a restart too:\n"
        "  pos2web --home {home} run --print-unit | sudo tee /etc/systemd/system/pos2web.service\n"
        "  sudo systemctl enable --now pos2web",
    ),
    "init.service.windows": (
        "Ensuite : pos2web plan montre ce qui changerait, pos2web sync le fait.\n"
        "Pour que cela tourne tout seul, faites un service Windows de cette commande "
        "(docs/daemon.md dit comment) :\n"
        "  pos2web --home {home} run",
        "Next: pos2web plan shows what would change, pos2web sync does it.\n"
        "To let it run by itself, make a Windows service of this command "
        "(docs/daemon.md tells how):\n"
        "  pos2web --home {home} run",
    ),
    "init.written": ("Réglages écrits dans {file}.", "Settings written to {file}."),
    "verdict.well": ("Tout va bien.", "All is well."),
    "verdict.yours": ("À vous d'agir : {what}.", "This needs you: {what}."),
    "verdict.healing": (
        "Rien à faire pour vous : {what} ; Pos2Web réessaie de lui-même.",
        "Nothing to do for you: {what}; Pos2Web tries again by itself.",
    ),
    "verdict.others": ("Autres points : {count}.", "Other matters: {count}."),
    "matter.superseded": ("{reason}", "{reason}"),
    "matter.asks_first": (
        "la tâche {task} attend votre accord, {reason}",
        "task {task} waits for your approval, {reason}",
    ),
    "matter.never_synced": (
        "rien n'est encore parti sur le site ; commencez par pos2web plan",
        "nothing has gone to the site yet; begin with pos2web plan",
    ),
    "matter.held": (
        "choses retenues, à corriger en caisse : {count}, dont {reason}",
        "held back, to be put right at the till: {count}, such as {reason}",
    ),
    "matter.failed": ("la tâche {task} a échoué, {reason}", "task {task} failed, {reason}"),
    "matter.backup_behind": ("la sauvegarde est en retard", "the backup is behind"),
    "matter.unresolved": (
        "modifications dont le site doit encore dire si elles ont été faites : {count}",
        "changes of which the site has yet to say whether they were made: {count}",
    ),
    "status.never": ("Aucune synchronisation pour l'instant.", "No sync so far."),
    "status.last": (
        "Dernière synchronisation, {started} : {outcome}. Modifications : {writes}.",
        "Last sync, {started}: {outcome}. Changes: {writes}.",
    ),
    "status.epoch": (
        "Époque {number} ({id}), commencée le {since}.",
        "Epoch {number} ({id}), begun on {since}.",
    ),
    "status.unresolved": (
        "Modifications dont le site doit encore dire si elles ont été faites : {count}.",
        "Changes of which the site has yet to say whether they were made: {count}.",
    ),
    "outcome.done": ("réussie", "done"),
    "outcome.stopped": ("arrêtée", "stopped"),
    "outcome.halted": ("en attente d'un accord", "waiting for approval"),
    "outcome.failed": ("échouée", "failed"),
    "outcome.yielded": ("a laissé passer plus urgent", "made way for what is more urgent"),
    "outcome.killed": ("interrompue", "interrupted"),
    "outcome.": ("interrompue", "interrupted"),
    "drift.none": ("La caisse et le site concordent.", "Till and site agree."),
    "drift.none_but_held": (
        "La caisse et le site concordent, sauf pour ce qui est retenu.",
        "Till and site agree, but for what is held back.",
    ),
    "drift.count": (
        "Écarts : {count}. La prochaine synchronisation les corrigera.",
        "Differences: {count}. The next sync will put them right.",
    ),
    "drift.columns": (
        "quoi,champ,caisse,site,raison",
        "what,field,till,site,reason",
    ),
    "show.columns": ("champ,caisse,site", "field,till,site"),
    "status.columns": ("sorte,caisse,site,correspondances", "kind,till,site,linked"),
    "find.columns": ("référence,quoi,nom,prix,état", "reference,what,name,price,state"),
    "find.withdrawn": ("retiré de la vente", "withdrawn"),
    "find.none": ("Rien ne s'appelle {asked} en caisse.", "Nothing at the till is called {asked}."),
    "find.near": ("Vouliez-vous dire : {found} ?", "Did you mean: {found}?"),
    "show.unknown": (
        "{ref} n'est connu ni en caisse ni sur le site.",
        "{ref} is known neither at the till nor on the site.",
    ),
    "actor.till": ("caisse", "till"),
    "actor.shop": ("site", "site"),
    "actor.daemon": ("Pos2Web", "Pos2Web"),
    "actor.task:sync": ("Pos2Web", "Pos2Web"),
    "show.link": ("Sur le site : n° {shop_key}", "Number {shop_key} on the site"),
    "rebuilt": ("Vues reconstruites jusqu'à {position}.", "Read models rebuilt up to {position}."),
    "verified": (
        "{events} évènements et {segments} segments, tous intacts.",
        "{events} events and {segments} segments, all intact.",
    ),
    "log.sealed": (
        "{sealed} segments scellés ; en tout {segments}, jusqu'à la position {position} sur {head}.",
        "{sealed} segments sealed; {segments} in all, up to position {position} of {head}.",
    ),
    "log.exported": (
        "Positions {first} à {last} écrites dans {folder} : {files} fichiers, {size_bytes} octets.",
        "Positions {first} to {last} written to {folder}: {files} files, {size_bytes} bytes.",
    ),
    "log.nothing_exported": ("Aucun évènement à exporter.", "There is no event to export."),
    "log.imported": (
        "Journal repris jusqu'à la position {position}.",
        "The log is here, up to position {position}.",
    ),
    "init.adapter.till": ("Adaptateur de la caisse", "Adapter of the till"),
    "init.adapter.shop": ("Adaptateur du site", "Adapter of the shop"),
    "log.no_folder": ("il n'y a pas de dossier {folder}", "there is no folder {folder}"),
    "log.not_empty": (
        "cette installation n'est pas vide : {path} est là. Importez dans un dossier vide, "
        "ou mettez-le de côté",
        "this installation is not empty: {path} is there. Import into an empty home, or move it away",
    ),
    "demo.making": ("Préparation de la boutique d'essai…", "Making the sample boutique…"),
    "demo.open": ("À ouvrir dans un navigateur :", "Open in a browser:"),
    "demo.shop": ("  le site    {url}", "  the site   {url}"),
    "demo.till": ("  la caisse  {url}", "  the till   {url}"),
    "demo.watching": (
        "Changez quelque chose en caisse et regardez le site. Ctrl-C pour arrêter.",
        "Change something at the till and watch the site. Ctrl-C to stop.",
    ),
    "demo.asking": (
        "Les tâches tournent d'elles-mêmes : pos2web --home {home} tasks list",
        "The tasks run by themselves: pos2web --home {home} tasks list",
    ),
    "demo.did": (
        "{at}  {sentence} — en {seconds:.1f} s",
        "{at}  {sentence} — in {seconds:.1f} s",
    ),
    "demo.trouble": ("{at}  {task} : {why}", "{at}  {task}: {why}"),
    "demo.ended": ("La démonstration est terminée.", "The demo has ended."),
    **HELP_TEXTS,
    **TASK_TEXTS,
    **BACKUP_TEXTS,
    **SELLING_TEXTS,
    **UNDOING_TEXTS,
    **HISTORY_TEXTS,
    **PAST_TEXTS,
    **PRIVACY_TEXTS,
}


def text(name: str, language: str, **values: object) -> str:
    """One text in this language, filled in."""
    french, english = TEXTS[name]
    if language != "fr":
        return english.format(**values)
    return _FRENCH.format(french, **values)


class _French(Formatter):
    """Numbers that are written in some way are written as the French do."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value as it is asked for."""
        said: str = super().format_field(value, format_spec)
        return (
            number(said, "fr") if format_spec and isinstance(value, float | int | Decimal) else said
        )


_FRENCH = _French()
