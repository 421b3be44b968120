"""What commands, tasks, the daemon and the engine say."""

FRENCH = {
    "{file}: no channel is set up: add [alerts.NAME]": (
        "{file} : aucun canal n'est réglé : ajoutez [alerts.NOM]"
    ),
    "{module} did not start; its last words are in {notes}": (
        "{module} n'a pas démarré ; ses derniers mots sont dans {notes}"
    ),
    "{path} holds a real installation; choose another home": (
        "{path} contient une vraie installation ; choisissez un autre dossier"
    ),
    "{path} can't be written: {strerror}": "impossible d'écrire {path} : {strerror}",
    "{file} can't be read: {strerror}": "impossible de lire {file} : {strerror}",
    "{file}: the notes can't be written there: {error}": (
        "{file} : impossible d'y écrire les notes : {error}"
    ),
    "the daemon at {where} gave no answer: {error}": (
        "le service de Pos2Web sur {where} ne répond pas : {error}"
    ),
    "what {where} answered can't be read: {error}": (
        "la réponse de {where} est illisible : {error}"
    ),
    "the HTTP server has ended by itself; the notes say why": (
        "le serveur HTTP s'est arrêté de lui-même ; les notes disent pourquoi"
    ),
    "port {port} of {host} is taken; choose another one: [daemon] port, or --port": (
        "le port {port} de {host} est pris ; choisissez-en un autre : [daemon] port, ou --port"
    ),
    "cannot listen on {host}, port {port}: {error}": (
        "impossible d'écouter sur {host}, port {port} : {error}"
    ),
    "the tasks don't say how they are": "les tâches ne disent pas où elles en sont",
    "{waiting_max} others wait for a run already": (
        "{waiting_max} autres attendent déjà une exécution"
    ),
    "the till has no {ref}, so nothing of it can be pinned": (
        "la caisse n'a pas {ref}, donc rien n'en peut être épinglé"
    ),
    "the log has no event at position {position}": (
        "le journal n'a pas d'évènement à la position {position}"
    ),
    "the log has no event {name}": "le journal n'a pas d'évènement {name}",
    "there was no run {run}; `pos2web history` names those that there were": (
        "il n'y a pas eu d'exécution {run} ; `pos2web history` nomme celles qu'il y a eu"
    ),
    "say what to take back: an event, a run, or who did it and since when": (
        "dites quoi annuler : un évènement, une exécution, ou de qui et depuis quand"
    ),
    "the log knows of no person {person}; see `pos2web privacy list`": (
        "le journal ne connaît personne sous {person} ; voyez `pos2web privacy list`"
    ),
    "the till has no category {category}": "la caisse n'a pas de catégorie {category}",
    "{field} can't be rewound; what can: {fields}": (
        "{field} ne peut pas être remis en arrière ; ce qui le peut : {fields}"
    ),
    "nothing is known of {to:%Y-%m-%d %H:%M:%S} UTC: it was before all of it": (
        "on ne sait rien du {to} UTC : tout est venu après"
    ),
    "{to} does not say in which time zone it is": "{to} ne dit pas dans quel fuseau horaire",
    "{until} does not say in which time zone it is": "{until} ne dit pas dans quel fuseau horaire",
    "{ref} can't be made to fit {bytes_max} bytes as {allowed}": (
        "{ref} ne peut pas être réduite à {bytes_max} octets en {allowed}"
    ),
    "{ref} is not a photo: {described}": "{ref} n'est pas une photo : {described}",
    "{ref} is empty: 0 bytes": "{ref} est un fichier vide",
    "{ref} has more than {pixels_max} million pixels": "{ref} dépasse {pixels_max} millions de pixels",
    "{ref} is damaged and can't be read as a photo": (
        "{ref} est abîmée et ne se lit pas comme une photo"
    ),
    "{ref} is cut off: only its first part is there": (
        "{ref} est incomplète : il n'y en a que le début"
    ),
    "it is a drawing (SVG); JPEG, PNG, GIF or WebP is needed": (
        "c'est un dessin (SVG) ; il faut du JPEG, PNG, GIF ou WebP"
    ),
    "it is HEIC or a film; JPEG, PNG, GIF or WebP is needed": (
        "c'est du HEIC ou un film ; il faut du JPEG, PNG, GIF ou WebP"
    ),
    "it is a PDF; JPEG, PNG, GIF or WebP is needed": (
        "c'est un PDF ; il faut du JPEG, PNG, GIF ou WebP"
    ),
    "it is a web page": "c'est une page web",
    "it is text": "c'est du texte",
    "nothing in it looks like one": "rien n'y ressemble",
    "no epoch could begin in {path}": "aucune époque n'a pu commencer dans {path}",
    "no backup is set up: docs/backup.md tells how ([backup] in pos2web.toml)": (
        "aucune sauvegarde n'est réglée : docs/backup.md dit comment ([backup] dans pos2web.toml)"
    ),
    "there is no task {task!r}; there are: {slots}": (
        "il n'y a pas de tâche « {task} » ; il y a : {slots}"
    ),
    "{count} periods of {task} are over {periods_max}": (
        "{count} périodes pour {task}, c'est plus que {periods_max}"
    ),
    "{field} of {ref} can't be pinned; what can: {fields}": (
        "{field} de {ref} ne peut pas être épinglé ; ce qui le peut : {fields}"
    ),
    "{field} of {ref} can't be pinned at that: {error}": (
        "{field} de {ref} ne peut pas être épinglé à cette valeur : {error}"
    ),
    "{shown} can't be held back of a stock": "on ne peut pas réserver {shown} d'un stock",
    "{scope}: a variant is on sale with its product": (
        "{scope} : une déclinaison se vend avec son produit"
    ),
    "a mistake of ours: {kind}: {error}": "une erreur de Pos2Web : {kind} : {error}",
    "something went wrong that should not; the daemon's notes say what": (
        "une erreur de Pos2Web lui-même ; les notes du service disent laquelle"
    ),
    "hours end when they begin, at {opens:%H:%M}": (
        "des heures finissent quand elles commencent, à {opens}"
    ),
    "the first or last of a month: of which weekday?": (
        "le premier ou le dernier du mois : de quel jour de la semaine ?"
    ),
    "there are no such {what}: {wrong}": "ces valeurs n'existent pas : {wrong}",
    "there is no {months} {day}": "cette date n'existe pas : {day} {months}",
    "a calendar may have {repeated_max} repeated events, not {repeated}": (
        "un agenda peut avoir {repeated_max} évènements répétés, pas {repeated}"
    ),
    "a calendar may have {events_max} events, not {count}": (
        "un agenda peut avoir {events_max} évènements, pas {count}"
    ),
    "a calendar may have {file_bytes_max} bytes, not {count}": (
        "un agenda peut avoir {file_bytes_max} octets, pas {count}"
    ),
    "this is no calendar: it is empty": "ce n'est pas un agenda : le fichier est vide",
    "this is no calendar that can be read: {error}": "cet agenda est illisible : {error}",
    "the event «{name}» can't become a rule: {why}": (
        "l'évènement « {name} » ne peut pas devenir une règle : {why}"
    ),
    "«{hours}» for {day} are not hours; they are written «10:00-12:00»": (
        "« {hours} » pour le {day} : ce ne sont pas des heures, qui s'écrivent « 10:00-12:00 »"
    ),
    "a window has two exceptions for {day}": "une période de vente a deux exceptions pour le {day}",
    "a window may have {exceptions_max} exceptions, not {count}": (
        "une période de vente peut avoir {exceptions_max} exceptions, pas {count}"
    ),
    "{day} is no day of a window: they go from {first} to {last}": (
        "le {day} ne peut pas être dans une période de vente : elles vont du {first} au {last}"
    ),
    "a window can't end on {valid_to}, before {valid_from}": (
        "une période de vente ne peut pas finir le {valid_to}, avant le {valid_from}"
    ),
}
