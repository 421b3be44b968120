"""What undo, rewind and pins say to a person, in French and in English."""

UNDOING_TEXTS: dict[str, tuple[str, str]] = {
    "undo.nothing_named": (
        "Dites quoi annuler : un évènement (son numéro, que donne pos2web history --json), --run, "
        "ou --actor avec --since.",
        "Say what to take back: an event (its number, which pos2web history --json gives), --run, "
        "or --actor with --since.",
    ),
    "undo.no_event": (
        "{event} : le journal n'a pas cet évènement.",
        "{event}: the log has no such event.",
    ),
    "undo.no_run": (
        "{run} : aucune exécution de ce nom ; pos2web history les donne avec --json.",
        "{run}: there was no run of this name; pos2web history gives them with --json.",
    ),
    "undo.step": ("{thing} : {field} : {before} → {after}", "{thing}: {field}: {before} → {after}"),
    "undo.till_decides": ("comme en caisse", "as at the till"),
    "undo.count": ("À annuler : {count}.", "To be taken back: {count}."),
    "undo.empty": ("Rien à annuler.", "There is nothing to take back."),
    "rewind.count": ("À remettre : {count}.", "To be shown as then: {count}."),
    "rewind.empty": (
        "Rien à remettre : le site est comme à cet instant.",
        "Nothing to rewind: the site is as it was then.",
    ),
    "rewind.then": (
        "Le site tel qu'il était le {at} (position {position}) :",
        "The site as it was on {at} (position {position}):",
    ),
    "rewind.no_shop": (
        "{shop} : ce n'est pas le site de cette installation, qui s'appelle {known}.",
        "{shop}: this is not the shop of this installation, which is called {known}.",
    ),
    "undo.preview": (
        "Rien n'a été fait. Pour le faire : la même commande avec --yes",
        "Nothing was done. To do it: the same command with --yes",
    ),
    "undo.conflicts": (
        "Changés depuis, donc laissés (--force les annule aussi) : {count}",
        "Changed since, so left alone (--force takes them back too): {count}",
    ),
    "undo.conflict": ("{thing} : {field} est maintenant {now}", "{thing}: {field} is now {now}"),
    "undo.conflict_rule": ("{field} est maintenant {now}", "{field} is now {now}"),
    "undo.left": ("Laissés tels quels :", "Left as they are:"),
    "undo.left_line": ("{why} : {count}", "{why}: {count}"),
    "undo.recorded": (
        "C'est noté. Pour revenir là-dessus : pos2web undo --run {run}",
        "Recorded. To go back on it: pos2web undo --run {run}",
    ),
    "undo.shown": ("Le site le montre déjà.", "The site shows it already."),
    "undo.halted": (
        "La tâche {task} demande un accord avant de changer autant sur le site : "
        "pos2web tasks run {task} --yes",
        "Task {task} asks before it changes so much on the site: pos2web tasks run {task} --yes",
    ),
    "undo.why.stock": (
        "le stock suit la caisse",
        "stock follows the till",
    ),
    "undo.why.till": (
        "vu en caisse : ce qui est en caisse ne se change pas d'ici",
        "seen at the till, whose records are not touched",
    ),
    "undo.why.seen": (
        "vu sur le site : personne d'ici ne l'a fait",
        "seen on the site: it was not done from here",
    ),
    "undo.why.message": (
        "message déjà envoyé : il n'est ni repris ni renvoyé",
        "a message that was sent: neither taken back nor sent again",
    ),
    "undo.why.erased": (
        "quelqu'un a été effacé, et sa clé détruite : cela ne se défait pas",
        "somebody was erased, and the key destroyed: that can't be undone",
    ),
    "undo.why.link": (
        "correspondance entre la caisse et le site",
        "link between till and site",
    ),
    "undo.why.photo": (
        "photo : l'ancienne n'est pas gardée",
        "photo: the former one is not kept",
    ),
    "undo.why.rule": (
        "suit une règle de vente : c'est la règle qu'il faut annuler",
        "follows a rule about selling: take back the rule",
    ),
    "undo.why.pin": (
        "suit une épingle : c'est elle qu'il faut annuler ou lever",
        "follows a pin: take back or lift the pin",
    ),
    "undo.why.part": (
        "ne se retire ni ne s'épingle seul (déclinaison, option)",
        "can't be taken off or pinned by itself (variant, option)",
    ),
    "undo.why.owner": (
        "champ qui n'appartient pas à la caisse, d'après les réglages",
        "field that is not the till's by the settings",
    ),
    "undo.why.deleted": (
        "supprimé du site : il faut l'y remettre depuis la caisse",
        "deleted from the site: bring it back from the till",
    ),
    "undo.why.not_on_site": (
        "n'est pas, ou plus, sur le site",
        "not on the site, or no longer",
    ),
    "undo.why.not_at_till": ("n'est plus en caisse", "no longer at the till"),
    "undo.why.not_made": (
        "n'avait pas été fait sur le site",
        "was not made on the site",
    ),
    "undo.why.nothing": ("n'avait rien changé", "changed nothing"),
    "undo.why.already": ("déjà comme avant", "already as before"),
    "undo.why.shared": (
        "référence qu'un autre produit porte maintenant",
        "reference that another product has now",
    ),
    "undo.why.changed_since": ("changé depuis", "changed since"),
    "pins.none": ("Aucune valeur épinglée.", "Nothing is pinned."),
    "pins.columns": ("sur,champ,valeur,depuis,par", "of,field,value,since,by"),
    "pins.which": (
        "Dites lesquelles lever : REF, avec ou sans CHAMP, ou --all.",
        "Say which to lift: REF, with a FIELD or without, or --all.",
    ),
    "pins.not_there": (
        "{asked} : rien n'y est épinglé ; pos2web pins list les donne.",
        "{asked}: nothing of it is pinned; pos2web pins list names the pins.",
    ),
    "why.pin": (
        "épinglé sur le site depuis le {since} par {actor} : {field} = {value}",
        "pinned on the site since {since} by {actor}: {field} = {value}",
    ),
    "why.pin_because": ("  à cause de : {sentence}", "  because of: {sentence}"),
    "why.pin_over": ("  la caisse dit : {over}", "  the till says: {over}"),
}
