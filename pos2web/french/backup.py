"""What backups and restores say."""

FRENCH = {
    "what came back is another log: {log}, not {ours}": (
        "ce qui est revenu est un autre journal : {log}, et non {ours}"
    ),
    "the log that came back, up to position {position}, is not the one here": (
        "le journal qui est revenu, jusqu'à la position {position}, n'est pas celui d'ici"
    ),
    "the state here can't be worked out to compare: {error}": (
        "l'état d'ici ne peut pas être calculé pour comparer : {error}"
    ),
    "the state differs in {table}: {lost} rows only here, {added} only there": (
        "l'état diffère dans {table} : {lost} lignes seulement ici, {added} seulement là-bas"
    ),
    "{missing}: it was listed, but is not there": "{missing} : listé, mais absent",
    "{name} holds another part of the log: positions {first} to {last}": (
        "{name} contient une autre partie du journal : les positions {first} à {last}"
    ),
    "{name} is not the dictionary that its name says": (
        "{name} n'est pas le dictionnaire que son nom annonce"
    ),
    "a snapshot can't be used: {error}": "un instantané est inutilisable : {error}",
    "no snapshot is of this version and old enough: all is worked out anew": (
        "aucun instantané n'est de cette version et assez ancien : tout est recalculé"
    ),
    "there is no backup of {installation} on this store": (
        "il n'y a aucune sauvegarde de {installation} dans ce dépôt"
    ),
    "there is no backup of {installation} on {store}": (
        "il n'y a aucune sauvegarde de {installation} dans {store}"
    ),
    "not of a backup, and left alone: {named}": (
        "sans rapport avec une sauvegarde, et laissé tel quel : {named}"
    ),
    "{names} and {count} more": "{names} et {count} de plus",
    "epoch {number}: its claim ({claim}) is missing": (
        "époque {number} : sa déclaration ({claim}) manque"
    ),
    "epoch {number}: positions {first} to {last} of the log are missing": (
        "époque {number} : les positions {first} à {last} du journal manquent"
    ),
    "{missing}, so nothing of it can be restored": ("{missing}, donc rien n'en peut être restauré"),
    "{missing}; what can be restored ends at position {reach}, recorded "
    "{until:%Y-%m-%dT%H:%M:%S.%f} UTC": (
        "{missing} ; on peut restaurer jusqu'à la position {reach}, notée le {until} UTC"
    ),
    "nothing had been recorded yet at {at:%Y-%m-%dT%H:%M:%S.%fZ}: the earliest state that can be "
    "restored is that of {first:%Y-%m-%dT%H:%M:%S.%fZ}": (
        "rien n'était encore noté le {at} : le premier état qu'on peut restaurer est celui du {first}"
    ),
    "nothing was recorded after {until:%Y-%m-%dT%H:%M:%S.%fZ}: the state of then comes back, not "
    "one of {at:%Y-%m-%dT%H:%M:%S.%fZ}": (
        "rien n'a été noté après le {until} : c'est cet état qui revient, et non un du {at}"
    ),
    "a restore to {state:%Y-%m-%dT%H:%M:%S.%fZ} was begun at {began:%Y-%m-%dT%H:%M:%S.%fZ}, and "
    "nothing that it recorded is here: the latest state is the one that it went back to. What had "
    "been recorded after that comes back with --at {last:%Y-%m-%dT%H:%M:%S.%fZ}": (
        "une restauration à l'état du {state} a été commencée le {began}, et rien de ce qu'elle a "
        "noté n'est ici : le dernier état est celui auquel elle est revenue. Ce qui avait été noté "
        "ensuite revient avec --at {last}"
    ),
    "{damage}; without it nothing can be restored": (
        "{damage} ; sans cela rien ne peut être restauré"
    ),
    "{damage}; what it holds is nowhere else. Everything up to {last:%Y-%m-%dT%H:%M:%S.%fZ} can be "
    "restored: --at {last:%Y-%m-%dT%H:%M:%S.%fZ}": (
        "{damage} ; ce qu'il contient n'est nulle part ailleurs. Tout jusqu'au {last} peut être "
        "restauré : --at {last}"
    ),
    "no settings and secrets come back: they have to be made anew": (
        "ni réglages ni secrets ne reviennent : ils sont à refaire"
    ),
    "the settings and secrets that come back are those of {at:%Y-%m-%dT%H:%M:%S.%fZ}: what was "
    "changed since is lost": (
        "les réglages et secrets qui reviennent sont ceux du {at} : ce qui a changé depuis est perdu"
    ),
    "no keys of people's data come back: nobody can read it any more": (
        "aucune clé des données personnelles ne revient : personne ne peut plus les lire"
    ),
    "the keys of people's data that come back are those of {at:%Y-%m-%dT%H:%M:%S.%fZ}: who was "
    "erased since has to be erased again": (
        "les clés des données personnelles qui reviennent sont celles du {at} : qui a été effacé "
        "depuis est à effacer de nouveau"
    ),
    "{name} is damaged: the next backup of the day makes it anew": (
        "{name} est abîmé : la prochaine sauvegarde du jour le refait"
    ),
    "epoch {number}: its claim ({claim}) is damaged, and counts as missing": (
        "époque {number} : sa déclaration ({claim}) est abîmée, et compte comme manquante"
    ),
    "the claim of epoch {number} is damaged, so that nobody can tell whose it is: take over, and "
    "another one begins": (
        "la déclaration de l'époque {number} est abîmée, on ne sait donc pas de qui elle est : "
        "prenez le relais (pos2web take-over), et une autre commence"
    ),
    "{name} can't be used: {error}": "{name} est inutilisable : {error}",
    "the read models stand still: {error}": "les vues n'avancent plus : {error}",
    "{name} belongs to another log ({log}, not {ours})": (
        "{name} appartient à un autre journal ({log}, et non {ours})"
    ),
    "{name} does not follow what comes before it: one of the two was altered": (
        "{name} ne suit pas ce qui le précède : l'un des deux a été modifié"
    ),
    "{name} was written by a newer Pos2Web (version {version} of its format, this one reads "
    "{known} at most): use that one": (
        "{name} a été écrit par un Pos2Web plus récent (version {version} de son format, celui-ci "
        "lit {known} au plus) : utilisez celui-là"
    ),
    "{name} is damaged: it can't be read ({error})": "{name} est abîmé : il est illisible ({error})",
    "{name} holds another object: it was put as {other}": (
        "{name} contient un autre objet : il a été déposé comme {other}"
    ),
    "{name} was written by a newer Pos2Web (layout {version}, this one knows {known}): use that one": (
        "{name} a été écrit par un Pos2Web plus récent (disposition {version}, celui-ci connaît "
        "{known}) : utilisez celui-là"
    ),
    "{name} is damaged: it is not the claim of epoch {number}": (
        "{name} est abîmé : ce n'est pas la déclaration de l'époque {number}"
    ),
    "there were {count} epochs, and that is all that can be": (
        "il y a eu {count} époques, et il ne peut pas y en avoir plus"
    ),
    "another installation of {installation} (epoch {number}, begun {began_at:%Y-%m-%d %H:%M} UTC) "
    "took over: this one backs up nothing any more": (
        "une autre installation de {installation} (époque {number}, commencée le {began_at} UTC) a "
        "pris le relais : celle-ci ne sauvegarde plus rien"
    ),
    "a backup without recipients could never be opened: name a key": (
        "une sauvegarde sans destinataire ne pourrait jamais être ouverte : indiquez une clé"
    ),
    "none of the keys given opens {name}: it was locked for others": (
        "aucune des clés données n'ouvre {name} : il a été fermé pour d'autres"
    ),
    "{name} is damaged: it can't be opened ({error})": (
        "{name} est abîmé : il ne peut pas être ouvert ({error})"
    ),
    "{path} is there already, and keys are never overwritten": (
        "{path} existe déjà, et une clé n'est jamais écrasée"
    ),
    "the key {path} can't be read: {error}": "la clé {path} ne peut pas être lue : {error}",
    "there is no private key ({secret}…) in {path}": (
        "il n'y a pas de clé privée ({secret}…) dans {path}"
    ),
    "{text!r} is no public key of age (age1…): {error}": (
        "« {text} » n'est pas une clé publique d'age (age1…) : {error}"
    ),
    "that is no private key of age ({secret}…): {error}": (
        "ce n'est pas une clé privée d'age ({secret}…) : {error}"
    ),
    "an installation lives in {path} ({there}): a restore over it must be forced, and puts it aside": (
        "une installation vit dans {path} ({there}) : pour restaurer par-dessus il faut --force, "
        "qui la met de côté"
    ),
    "another restore of {installation} was quicker, and has epoch {number}: see which of the two is "
    "wanted; started again, this one takes over from it": (
        "une autre restauration de {installation} a été plus rapide et tient l'époque {number} : "
        "voyez laquelle des deux est voulue ; relancée, celle-ci prend le relais"
    ),
    "the store holds another log of {installation}, epoch {number}, up to position {last}: this one "
    "was copied, or set back to an older state; restore from the store, or take over": (
        "le dépôt contient un autre journal de {installation}, époque {number}, jusqu'à la position "
        "{last} : celui d'ici a été copié, ou remis dans un état plus ancien ; restaurez depuis le "
        "dépôt, ou prenez le relais (pos2web take-over)"
    ),
    "{path} holds nothing yet that could be backed up": (
        "{path} ne contient encore rien à sauvegarder"
    ),
    "{path} can't be backed up: {error}": "{path} ne peut pas être sauvegardé : {error}",
}
