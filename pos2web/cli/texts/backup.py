"""What the commands about backups say to a person, in French and in English."""

BACKUP_TEXTS: dict[str, tuple[str, str]] = {
    "status.backup": (
        "Sauvegarde : jusqu'à l'évènement {position}, noté {at}.",
        "Backup: up to event {position}, recorded {at}.",
    ),
    "status.backup_behind": (
        "Sauvegarde : en retard, premier évènement manquant {since} : {problem}",
        "Backup: behind, the first event that is missing was {since}: {problem}",
    ),
    "backup.offer.daily": ("un jour", "one day"),
    "backup.offer.weekly": ("7 jours", "7 days"),
    "backup.offer.monthly": ("30 jours", "30 days"),
    "backup.own_only": (
        "Pos2Web ne sauvegarde que ses propres données : ni la caisse, ni le site.",
        "Pos2Web backs up its own data only: neither the till nor the site.",
    ),
    "backup.made": (
        "Sauvegardé dans {store} jusqu'à l'évènement {position} ({at}) : {objects} objets, {size}.",
        "Backed up to {store} up to event {position} ({at}): {objects} objects, {size}.",
    ),
    "backup.pruned": (
        "Retirés, car hors de la durée de l'offre : {count} objets.",
        "Removed, out of the offer's window: {count} objects.",
    ),
    "backup.none": (
        "Aucune sauvegarde de {installation} dans {store}.",
        "There is no backup of {installation} in {store}.",
    ),
    "backup.restorable": (
        "{installation}, offre {offer} : tout instant de {begins} à {ends} peut être restauré.",
        "{installation}, offer {offer}: any instant from {begins} to {ends} can be restored.",
    ),
    "backup.size": (
        "{store} : {objects} objets, {size}, jusqu'à l'évènement {position}.",
        "{store}: {objects} objects, {size}, up to event {position}.",
    ),
    "backup.behind": (
        "Évènements qui n'y sont pas encore : {count}.",
        "Events that are not there yet: {count}.",
    ),
    "backup.columns": ("époque,évènement,instant", "epoch,event,instant"),
    "backup.key_made": (
        "Clé publique, à mettre dans recipients ([backup] de pos2web.toml) :\n{recipient}\n"
        "La clé privée est dans {file}. Imprimez-la ou gardez-la ailleurs, puis retirez-la d'ici : "
        "qui l'a ouvre les sauvegardes, et sans clé personne ne le peut.",
        "Public key, to be put among the recipients ([backup] in pos2web.toml):\n{recipient}\n"
        "The private key is in {file}. Print it or keep it elsewhere, then remove it from here: "
        "whoever has it opens the backups, and without a key nobody can.",
    ),
    "backup.key_own": ("cette machine", "this machine"),
    "backup.key_other": ("destinataire", "recipient"),
    "backup.key_columns": ("qui,clé publique", "who,public key"),
    "backup.only_own_key": (
        "Attention : seule cette machine peut ouvrir ses sauvegardes. Si elle est perdue, elles le "
        "sont aussi. Faites une clé : pos2web backup keys --out FICHIER",
        "Beware: only this machine can open its backups. Where it is lost, they are, too. "
        "Make a key: pos2web backup keys --out FILE",
    ),
    "backup.verified": (
        "Tout est lisible et intact : {events} évènements, {objects} objets, {seconds:.1f} s.",
        "All of it is readable and whole: {events} events, {objects} objects, {seconds:.1f} s.",
    ),
    "backup.drilled": (
        "Essai réussi : {events} évènements restaurés en {seconds:.1f} s, tout correspond.",
        "The trial went well: {events} events restored in {seconds:.1f} s, and all agrees.",
    ),
    "backup.failed": ("La sauvegarde a échoué : {reason}", "The backup failed: {reason}"),
    "drill.failed": (
        "L'essai de restauration a échoué : {reason}",
        "The trial restore failed: {reason}",
    ),
    "backup.goes_on": (
        "C'est en cours ; pos2web tasks show {task} dit où cela en est.",
        "It is under way; pos2web tasks show {task} tells how it goes.",
    ),
    "restore.which": (
        "{source} garde plusieurs installations ; dites laquelle par --name : {names}",
        "{source} holds several installations; say which one by --name: {names}",
    ),
    "restore.empty": (
        "il n'y a aucune sauvegarde dans {source}",
        "there is no backup in {source}",
    ),
    "restore.no_key": (
        "pour ouvrir une sauvegarde il faut une clé : --key FICHIER",
        "a backup is opened with a key: --key FILE",
    ),
    "phase.fetch": ("Téléchargement", "Downloading"),
    "phase.load": ("Journal", "Log"),
    "phase.state": ("Vues", "Read models"),
    "phase.place": ("Mise en place", "Putting in place"),
    "restore.done": (
        "{installation} est restauré jusqu'à l'évènement {position} ({at}), en {seconds:.1f} s : {events} évènements.",
        "{installation} is restored up to event {position} ({at}), in {seconds:.1f} s: {events} events.",
    ),
    "restore.epoch": (
        "L'époque {number} commence : l'ancienne installation, si elle revient, s'arrêtera.",
        "Epoch {number} begins: the old installation, should it come back, will stop.",
    ),
    "restore.aside": (
        "L'installation qui était là est gardée dans {path}.",
        "The installation that was here is kept in {path}.",
    ),
    "restore.compared": (
        "Comparé avec la caisse et le site ; voici ce qu'une synchronisation ferait :",
        "Compared with till and site; this is what a sync would do:",
    ),
    "restore.not_compared": (
        "La caisse ou le site n'a pas pu être lu : {reason}",
        "Till or site could not be read: {reason}",
    ),
    "restore.next": (
        "Pour continuer : pos2web sync, puis pos2web run.",
        "To go on: pos2web sync, then pos2web run.",
    ),
    "fleet.none": ("Aucune installation dans {source}.", "There are no installations in {source}."),
    "fleet.columns": (
        "installation,offre,dernière sauvegarde,évènement,taille,dernier essai,version",
        "installation,offer,last backup,event,size,last trial,version",
    ),
    "fleet.drill_well": ("réussi, {ago}", "well, {ago}"),
    "fleet.drill_bad": ("{count} problèmes, {ago}", "{count} problems, {ago}"),
    "fleet.card_damaged": ("(card.json abîmé)", "(card.json is damaged)"),
    "fleet.never": ("jamais", "never"),
    "fleet.late": ("{ago} (en retard)", "{ago} (late)"),
}
