"""What tills in databases say, and their mapping."""

FRENCH = {
    "time_zone: there is no zone {name!r}": "time_zone : le fuseau « {name} » n'existe pas",
    "the mapping doesn't fit {where}: {found}": (
        "la correspondance ne va pas avec {where} : {found}"
    ),
    "the photo {url} is sent from address to address": "la photo {url} est renvoyée d'adresse en adresse",
    "the photo {url} can't be had: answer {status}": "la photo {url} n'arrive pas : réponse {status}",
    "the photo {url} can't be had: {error}": "la photo {url} n'arrive pas : {error}",
    "the photo's address {url} is none": "l'adresse de la photo, {url}, n'en est pas une",
    "there is no table {table}": "il n'y a pas de table {table}",
    "table {table} has no column {name}": "la table {table} n'a pas de colonne {name}",
    "«{sql}» means nothing to the database": "« {sql} » ne dit rien à la base de données",
    "There are: {shown}": "Il y a : {shown}",
    "Is {near} meant?": "Serait-ce {near} ?",
    "{where} answers; it has {count} tables": "{where} répond ; {count} tables",
    "{count} rows of {kind}": "{count} lignes",
    "Check the address, and that the database runs": (
        "Vérifiez l'adresse, et que la base de données tourne"
    ),
    "Check the user, the password and its rights": (
        "Vérifiez l'utilisateur, le mot de passe et ses droits"
    ),
    "every table and column of the mapping is there": (
        "toutes les tables et colonnes de la correspondance sont là"
    ),
    "Give each product a reference of its own": "Donnez à chaque produit sa propre référence",
    "{count} products have no reference: they will be held": (
        "{count} produits n'ont pas de référence : ils seront retenus"
    ),
    "Check the clock of the till, and the setting time_zone": (
        "Vérifiez l'horloge de la caisse, et le réglage time_zone"
    ),
    "the newest {piece} of {kind} is {newest}, which is in the future": (
        "le {piece} le plus récent de {kind} est {newest}, dans l'avenir"
    ),
    "Set images_folder to where the photos are": "Réglez images_folder sur le dossier des photos",
    "there is no folder {folder}": "il n'y a pas de dossier {folder}",
    "the folder of photos {folder} is there": "le dossier des photos {folder} est là",
    "url: the driver {name} is not installed": "url : le pilote {name} n'est pas installé",
    "url: {said}": "url : {said}",
    "url: name the SQLite file": "url : indiquez le fichier SQLite",
    "{where}: a text is not in its encoding: {error}": (
        "{where} : un texte n'est pas dans son encodage : {error}"
    ),
    "there is no file {path}": "il n'y a pas de fichier {path}",
    "the mapping {path} can't be read: {error}": "la correspondance {path} est illisible : {error}",
    "name at least one language: name.fr = …": "indiquez au moins une langue : name.fr = …",
    "either both of option and option_value have a section, or none": (
        "option et option_value ont une section toutes les deux, ou aucune"
    ),
    "can't be kept where rows are made distinct: leave it out": (
        "impossible quand les lignes sont rendues distinctes : retirez-le"
    ),
    "goes with base_price, and not with surcharge": "va avec base_price, et non avec surcharge",
    "goes with base_weight, and not with weight_surcharge": (
        "va avec base_weight, et non avec weight_surcharge"
    ),
    "needs a path, a blob or a url": "il faut path, blob ou url",
    "the photo {source} is larger than {bytes_max} MB": "la photo {source} dépasse {bytes_max} Mo",
    "the photo {source} can't be read: {strerror}": "la photo {source} ne se lit pas : {strerror}",
    "there is no photo {source} in {self}": "il n'y a pas de photo {source} dans {self}",
    "the photo {source} is outside {self}": "la photo {source} est en dehors de {self}",
    "there is no content of photo {key}": "la photo {key} est vide en caisse",
    "the database {database}": "la base de données {database}",
    "the database {database} at {host}": "la base de données {database} sur {host}",
    "this machine": "cette machine",
    "the database {database}: {strerror}": "la base de données {database} : {strerror}",
    "{keyless} rows of {kind} have no key": "{keyless} lignes de {kind} n'ont pas de clé",
    "{count} rows of {kind} have the key {key}: which one is meant can't be told": (
        "{count} lignes de {kind} ont la clé {key} : impossible de savoir laquelle compte"
    ),
    "the value «{value}» has no option": "la valeur « {value} » n'a pas d'option",
    "there is neither a file nor a content nor an address": (
        "il n'y a ni fichier, ni contenu, ni adresse"
    ),
    "{name}: there is nothing": "{name} : il n'y a rien",
    "{what} is not a number": "{what} n'est pas un nombre",
    "{what} holds a comma: write 9.90, not 9,90": (
        "{what} contient une virgule : il faut écrire 9.90 et non 9,90"
    ),
    "{cell} is not a text": "{cell} n'est pas un texte",
    "{text} holds the control character U+{code:04X}": (
        "{text} contient le caractère de contrôle U+{code}"
    ),
    "{text} is not UTF-8": "{text} n'est pas de l'UTF-8",
    "{what} is neither yes nor no": "{what} n'est ni oui ni non",
    "{cell} is not a whole number": "{cell} n'est pas un nombre entier",
    "{cell} is not a photo's content": "{cell} n'est pas le contenu d'une photo",
}
