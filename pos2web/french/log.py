"""What the log, its segments, the keys of people and the read models say."""

FRENCH = {
    "{folder} holds segments of another log: choose an empty folder": (
        "{folder} contient des segments d'un autre journal : choisissez un dossier vide"
    ),
    "there are no segments of a log in {folder}": "il n'y a aucun segment de journal dans {folder}",
    "{path} is damaged: {error}": "{path} est abîmé : {error}",
    "{path} can't be used now: {error}": "{path} est inutilisable pour l'instant : {error}",
    "another process wrote to {path} before us: {error}": (
        "un autre processus a écrit avant nous dans {path} : {error}"
    ),
    "{path} can't be written now: {error}": "impossible d'écrire {path} pour l'instant : {error}",
    "{folder} can't be tidied now: {error}": (
        "impossible de ranger {folder} pour l'instant : {error}"
    ),
    "{path} can't be made: {error}": "impossible de créer {path} : {error}",
    "{path} can't be made now: {error}": "impossible de créer {path} pour l'instant : {error}",
    "{name} has no key of person {person}: {strange}": (
        "{name} n'a pas la clé de la personne {person} : {strange}"
    ),
    "{name} has no key of {count} people whom the log knows, as {person}: {strange}": (
        "{name} n'a pas la clé de {count} personnes que le journal connaît, dont {person} : {strange}"
    ),
    "{name} lacks keys of {count} people that {other} has, as of {person}: {strange}": (
        "il manque à {name} les clés de {count} personnes que {other} possède, dont {person} : "
        "{strange}"
    ),
    "it is not this log's, or an old one; bring the newest one back from a backup (docs/privacy.md)": (
        "ce n'est pas celui de ce journal, ou il est ancien ; reprenez le plus récent dans une "
        "sauvegarde (docs/privacy.md)"
    ),
    "{name} is not there, and without it the people whom the log knows can't be read: bring it back "
    "from a backup (docs/privacy.md)": (
        "{name} manque, et sans lui les personnes que le journal connaît sont illisibles : "
        "reprenez-le dans une sauvegarde (docs/privacy.md)"
    ),
    "{name} can't be read now: {error}": "impossible de lire {name} pour l'instant : {error}",
    "{name} can't be written now: {error}": "impossible d'écrire {name} pour l'instant : {error}",
    "{name} is damaged at line {line}: bring it back from a backup (docs/privacy.md)": (
        "{name} est abîmé à la ligne {line} : reprenez-le dans une sauvegarde (docs/privacy.md)"
    ),
    "{text} in instant, actor, run or connection": (
        "{text} par l'instant, l'auteur, l'exécution ou la connexion"
    ),
    "positions {first} to {last} were appended together, but differ": (
        "les positions {first} à {last} ont été ajoutées ensemble, mais diffèrent"
    ),
    "a payload in positions {first} to {last} is not of bytes": (
        "un contenu dans les positions {first} à {last} n'est pas fait d'octets"
    ),
    "events are missing in positions {first} to {last}": (
        "il manque des évènements dans les positions {first} à {last}"
    ),
    "there is a log at {path} already": "il y a déjà un journal dans {path}",
    "{name} does not go on from what is before it": "{name} ne continue pas ce qui le précède",
    "{missing} are missing before {name}": "il manque {missing} avant {name}",
    "positions {first} to {last}": "les positions {first} à {last}",
    "{name} is of another log: {log}, not {ours}": (
        "{name} est d'un autre journal : {log}, et non {ours}"
    ),
    "segment {first} to {last}": "le segment {first} à {last}",
    "{name} overlaps what is before it otherwise than by appends": (
        "{name} chevauche ce qui le précède, et pas par ajouts entiers"
    ),
    "{name} is not the same as what is before it": "{name} n'est pas pareil à ce qui le précède",
    "there is no segment to make a log of": "il n'y a aucun segment dont faire un journal",
    "process {pid} on {host} ({command}), since {since:%Y-%m-%d %H:%M:%S} UTC": (
        "le processus {pid} de {host} ({command}), depuis le {since} UTC"
    ),
    "no log can be written at {path}: {error}": (
        "aucun journal ne peut être écrit dans {path} : {error}"
    ),
    "{path} is being written by {who}": "{path} est en cours d'écriture par {who}",
    "another process": "un autre processus",
    "no name may hold the control character U+001F: {envelope}": (
        "aucun nom ne peut contenir le caractère de contrôle U+001F : {envelope}"
    ),
    "{path} is open for reading only": "{path} n'est ouvert qu'en lecture",
    "{path} does not say which log it is": "{path} ne dit pas quel journal c'est",
    "no append ends at position {position} of {path}": (
        "aucun ajout ne finit à la position {position} de {path}"
    ),
    "what {stream} holds of person {person}": "ce que {stream} contient de la personne {person}",
    "nothing can be sealed for person {person}: the key was destroyed": (
        "rien ne peut être scellé pour la personne {person} : la clé a été détruite"
    ),
    "{what} can't be opened: it is not as it was sealed": (
        "impossible d'ouvrir {what} : ce n'est plus ce qui avait été scellé"
    ),
    "{what} is no box of ours": "{what} : ce n'est pas de Pos2Web",
    "{what} was sealed by a newer Pos2Web: use that one": (
        "{what} : scellé par un Pos2Web plus récent, utilisez celui-là"
    ),
    "{name} has positions that the segment before it has, too": (
        "{name} a des positions que le segment précédent a aussi"
    ),
    "the segment of positions {first} to {last} is missing": (
        "il manque le segment des positions {first} à {last}"
    ),
    "position {position} ({stream}@{version}, {name}) can't be read: {reason}": (
        "la position {position} ({stream}@{version}, {name}) est illisible : {reason}"
    ),
    "this Pos2Web doesn't know the type": "ce Pos2Web ne connaît pas ce type",
    "{path} was written by a newer Pos2Web: {error}": (
        "{path} a été écrit par un Pos2Web plus récent : {error}"
    ),
    "{path} is a database, but not a log": "{path} est une base de données, mais pas un journal",
    "{path} has tables of revision {revision!r} and not {ours!r}: open it once for writing, or use "
    "the Pos2Web that wrote it": (
        "{path} a des tables de révision « {revision} » et non « {ours} » : ouvrez-le une fois en "
        "écriture, ou utilisez le Pos2Web qui l'a écrit"
    ),
    "there is no log at {path}": "il n'y a pas de journal dans {path}",
    "{name} is not what its name says": "{name} n'est pas ce que son nom annonce",
    "positions up to {last} are not those that were sealed in {name}": (
        "les positions jusqu'à {last} ne sont pas celles qui ont été scellées dans {name}"
    ),
    "positions {first} to {last} are missing: {name} has them": (
        "il manque les positions {first} à {last} : {name} les a"
    ),
    "{name} is of another log: {log}": "{name} est d'un autre journal : {log}",
    "nothing is sealed any more: {problem}": "plus rien n'est scellé : {problem}",
    "nothing is sealed any more: {path}: {error}": "plus rien n'est scellé : {path} : {error}",
    "positions {first} to {last} of {path} are not what was written": (
        "les positions {first} à {last} de {path} ne sont pas ce qui avait été écrit"
    ),
    "a payload in positions {first} to {last} is not on one line": (
        "un contenu dans les positions {first} à {last} n'est pas sur une seule ligne"
    ),
    "the header of this segment is not as it was written": (
        "l'en-tête de ce segment n'est plus tel qu'il avait été écrit"
    ),
    "the header of this segment can't be read: {error}": (
        "l'en-tête de ce segment est illisible : {error}"
    ),
    "this segment was written by a newer Pos2Web: its format is of version {version}, and this one "
    "reads {known} at most": (
        "ce segment a été écrit par un Pos2Web plus récent : son format est de version {version}, "
        "et celui-ci lit {known} au plus"
    ),
    "this is no segment of a log": "ce n'est pas un segment de journal",
    "{name} holds an append that can't be read: {error}": (
        "{name} contient un ajout illisible : {error}"
    ),
    "{name} needs dictionary {dictionary}, which is not there": (
        "{name} a besoin du dictionnaire {dictionary}, qui manque"
    ),
    "{name} is damaged: its content is not what its header says": (
        "{name} est abîmé : son contenu n'est pas ce que dit son en-tête"
    ),
    "{name} does not end with a whole append": "{name} ne finit pas par un ajout entier",
    "{name} can't be unpacked: {error}": "{name} ne se décompresse pas : {error}",
    "{name} is not of the size that its header says": (
        "{name} n'a pas la taille que dit son en-tête"
    ),
    "{name} has other events than its header says": (
        "{name} a d'autres évènements que ne dit son en-tête"
    ),
    "{name} is not what was written: its digests differ": (
        "{name} n'est pas ce qui avait été écrit : les empreintes diffèrent"
    ),
    "{name} is out of order at position {position}": (
        "{name} n'est pas dans l'ordre à la position {position}"
    ),
    "the file can't be read: {error}": "le fichier est illisible : {error}",
    "the file is damaged: {text}": "le fichier est abîmé : {text}",
    "position {position} in {table} is before the first": (
        "la position {position} dans {table} est avant la première"
    ),
    "the file counts up to position {given}, but holds {head}": (
        "le fichier compte jusqu'à la position {given}, mais en contient {head}"
    ),
    "positions {first} to {last} are missing": "il manque les positions {first} à {last}",
    "position {position} is {stream}@{version}, but the one before is at {before}": (
        "la position {position} est {stream}@{version}, mais la précédente en est à {before}"
    ),
    "position {position} is version {version} of {stream}, not {expected}": (
        "la position {position} est la version {version} de {stream}, et non {expected}"
    ),
    "position {position} is recorded before the one before it": (
        "la position {position} est notée avant celle qui la précède"
    ),
    "positions {end} to {head} belong to no append": (
        "les positions {end} à {head} n'appartiennent à aucun ajout"
    ),
    "what stands as the digest of positions {first} to {end} is none": (
        "ce qui tient lieu d'empreinte des positions {first} à {end} n'en est pas une"
    ),
    "positions {first} to {end} are not what was appended: their digest differs": (
        "les positions {first} à {end} ne sont pas ce qui avait été ajouté : leur empreinte diffère"
    ),
    "the file does not say which log it is": "le fichier ne dit pas quel journal c'est",
    "the read models in {path} cannot be opened: {cause}": (
        "les vues dans {path} ne s'ouvrent pas : {cause}"
    ),
    "the read models in {database} cannot be written: {error}; delete the file, it is made again "
    "from the log": (
        "les vues dans {database} ne peuvent pas être écrites : {error} ; supprimez le fichier, il "
        "est refait à partir du journal"
    ),
    "another process is writing the read models": "un autre processus est en train d'écrire les vues",
    "another process follows the log with these read models: they were at {position}, now they are "
    "elsewhere": (
        "un autre processus fait suivre le journal à ces vues : elles étaient à {position}, elles "
        "sont maintenant ailleurs"
    ),
    "parked after {attempts} attempts: {error}": "arrêtées après {attempts} essais : {error}",
    "event {position} ({kind} in {stream}) cannot be applied: {error}": (
        "l'évènement {position} ({kind} dans {stream}) ne s'y applique pas : {error}"
    ),
    "more than {alike_max} words begin with {word}: write more of it": (
        "plus de {alike_max} mots commencent par {word} : écrivez-en davantage"
    ),
    "no snapshot could be taken in {folder}: {error}": (
        "aucun instantané n'a pu être pris dans {folder} : {error}"
    ),
    "the snapshot cannot be written to {path}: {error}": (
        "l'instantané ne peut pas être écrit dans {path} : {error}"
    ),
    "the snapshot is of another version of the read models": (
        "l'instantané est d'une autre version des vues"
    ),
    "the snapshot's beginning is damaged: {error}": "le début de l'instantané est abîmé : {error}",
    "this is no snapshot of read models": "ce n'est pas un instantané des vues",
    "the snapshot is cut off at its beginning": "l'instantané est coupé dès son début",
    "the snapshot is damaged: it does not hold what it says": (
        "l'instantané est abîmé : il ne contient pas ce qu'il annonce"
    ),
    "the snapshot is damaged: {error}": "l'instantané est abîmé : {error}",
}
