"""What settings and `check` say."""

FRENCH = {
    "{name!r} can't be the name of an adapter: it takes small letters, digits and _, at most 40 and "
    "a letter first": (
        "{name} ne peut être le nom d'un adaptateur : minuscules sans accent, chiffres et _, 40 au plus, "
        "la première une lettre"
    ),
    "there is an adapter {name} already": "il y a déjà un adaptateur {name}",
    "the adapter {name} can't be loaded from {place}: {error}": (
        "l'adaptateur {name} ne se charge pas depuis {place} : {error}"
    ),
    "the adapter {name} is no Plugin at {place}": (
        "l'adaptateur {name} n'est pas un Plugin en {place}"
    ),
    "the adapter {name} is not where its package says: {place}": (
        "l'adaptateur {name} n'est pas là où son paquet le dit : {place}"
    ),
    "two installed adapters are called {name}: {one} and {other}; remove one of their packages": (
        "deux adaptateurs installés s'appellent {name} : {one} et {other} ; retirez l'un de leurs paquets"
    ),
    "no adapter is installed, not even ours: install Pos2Web's package again": (
        "aucun adaptateur n'est installé, pas même les nôtres : réinstallez le paquet de Pos2Web"
    ),
    "the settings of {name}: {error}": "les réglages de {name} : {error}",
    "a restore into {path} was cut off before its end: start it again with the same command": (
        "une restauration dans {path} s'est interrompue avant la fin : relancez la même commande"
    ),
    "only this machine's own key opens the backups: lost together, they are of no use": (
        "seule la clé de cette machine ouvre les sauvegardes : si elle est perdue, elles ne servent "
        "plus à rien"
    ),
    "Make the merchant's key with `pos2web backup keys --out FILE`.": (
        "Faites la clé du commerçant avec `pos2web backup keys --out FICHIER`."
    ),
    "no backup is set up": "aucune sauvegarde n'est réglée",
    "Add [backup] to pos2web.toml: docs/backup.md tells how.": (
        "Ajoutez [backup] à pos2web.toml : docs/backup.md dit comment."
    ),
    "Make room on this disk, or move the home to a larger one (--home).": (
        "Faites de la place sur ce disque, ou déplacez l'installation sur un plus grand (--home)."
    ),
    "{free:.1f} GB free at {path}": "{free} Go libres dans {path}",
    "Look who may write there, and whether the disk is full.": (
        "Voyez qui peut y écrire, et si le disque est plein."
    ),
    "{path} can't be written: {error}": "impossible d'écrire dans {path} : {error}",
    "That is as it should be while a sync runs; else end that process.": (
        "C'est normal pendant une synchronisation ; sinon, arrêtez ce processus."
    ),
    "{head} events, writable, at {path}": "{head} évènements, accessible en écriture, dans {path}",
    "Set this machine's clock, and let it follow a time server.": (
        "Mettez l'horloge de cette machine à l'heure, et faites-la suivre un serveur de temps."
    ),
    "{now:%Y-%m-%d %H:%M:%S} UTC": "{now} UTC",
    "it shows {now:%Y-%m-%d %H:%M} UTC, and it was {last:%Y-%m-%d %H:%M} before": (
        "elle indique {now} UTC, alors qu'il était déjà {last}"
    ),
    "{file}: [{section}] adapter = {text}": "{file} : [{section}] adapter = {text}",
    "{secrets}: {section}.{name} must be a section": (
        "{secrets} : {section}.{name} doit être une section"
    ),
    "{file}: [{section}] give it another name: {name} is the program's own log": (
        "{file} : [{section}] donnez-lui un autre nom : {name} est le journal du programme"
    ),
    "{file}: [{section}] {name!r} can't be the name of a channel: it takes small letters, digits "
    "and _, at most 40 and a letter first": (
        "{file} : [{section}] « {name} » ne peut pas être le nom d'un canal : il faut des "
        "minuscules, des chiffres et _, 40 au plus, en commençant par une lettre"
    ),
    "{file}: [{section}] recipients: {recipient!r} is no public key, which begins with age1; pos2web "
    "backup keys makes one": (
        "{file} : [{section}] recipients : « {recipient} » n'est pas une clé publique, qui commence "
        "par age1 ; pos2web backup keys en fait une"
    ),
    "{file}: [{section}] {name!r} can't be the name of a backup: it takes small letters, digits and "
    "-, at most 40": (
        "{file} : [{section}] « {name} » ne peut pas être le nom d'une sauvegarde : il faut des "
        "minuscules, des chiffres et -, 40 au plus"
    ),
    "{file}: section [{section}] is missing: where do the backups go?": (
        "{file} : il manque la section [{section}] : où vont les sauvegardes ?"
    ),
    "{file}: section [{side}] is missing": "{file} : il manque la section [{side}]",
    "{file}: [{section}] {name} is a secret: move it to {secrets}": (
        "{file} : [{section}] {name} est un secret : déplacez-le dans {secrets}"
    ),
    "{where}: {wrong}; give one as Europe/Paris": (
        "{where} : {wrong} ; indiquez par exemple Europe/Paris"
    ),
    "{name!r} is no time zone": "« {name} » n'est pas un fuseau horaire",
    "this machine's time zone has no name": "le fuseau horaire de cette machine n'a pas de nom",
    "{file}: [{section}] {name} is missing: {explained}": (
        "{file} : [{section}] il manque {name} : {explained}"
    ),
    "{file}: [{section}] {name} must be {wanted}, not {shown}": (
        "{file} : [{section}] {name} doit être {wanted}, et non {shown}"
    ),
    "what is there": "ce qui s'y trouve",
    "{name}: there is no such {what}{meant}; there are: {known}": (
        "{name} : ce nom n'est pas connu ici{meant} ; noms possibles : {known}"
    ),
    "none": "aucun",
    " (is {near} meant?)": " (serait-ce {near} ?)",
    "a text": "un texte",
    "a whole number": "un nombre entier",
    "a number": "un nombre",
    "true or false": "true ou false",
    "a list of texts": "une liste de textes",
    "a path (one that is not absolute starts at the home)": (
        "un chemin (s'il n'est pas absolu, il part du dossier de l'installation)"
    ),
    "a table": "une table",
    "{meaning}, {minimum:g} or more": "{meaning}, {minimum} au moins",
    "{meaning} from {minimum:g} to {maximum:g}": "{meaning} de {minimum} à {maximum}",
    "one of {choices}": "l'un de ceux-ci : {choices}",
    "{settings} is not there; make it with: pos2web --home {path} init": (
        "{settings} n'existe pas ; pour le faire : pos2web --home {path} init"
    ),
    "{file}: {name} must be a section, [{name}]": "{file} : {name} doit être une section, [{name}]",
    "{file} can't be read: {error}": "{file} ne peut pas être lu : {error}",
    "{file} has more than {bytes_max} bytes": "{file} dépasse {bytes_max} octets",
    "{secrets} can be read by others than its owner; run: chmod 600 {secrets}": (
        "{secrets} peut être lu par d'autres que son propriétaire ; lancez : chmod 600 {secrets}"
    ),
    "{file}: sync.{name} must be a section, [sync.{name}]": (
        "{file} : sync.{name} doit être une section, [sync.{name}]"
    ),
    "{file}: sync.owners.{name} must be a section": (
        "{file} : sync.owners.{name} doit être une section"
    ),
    "{file}: [sync.owners] {text}": "{file} : [sync.owners] {text}",
    "{settings} is there already; --force replaces it": (
        "{settings} existe déjà ; --force le remplace"
    ),
}
