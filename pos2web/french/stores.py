"""What the places where backups lie say."""

FRENCH = {
    "the path of a store must be absolute, not {path!r}": (
        "le chemin d'un dépôt doit être absolu, et non « {path} »"
    ),
    "{address} is not a folder: write /path or file:///path": (
        "{address} n'est pas un dossier : écrivez /chemin ou file:///chemin"
    ),
    "{name} has no {object}": "{name} n'a pas {object}",
    "If backups should be there, plug the right disk in.": (
        "Si des sauvegardes devraient y être, branchez le bon disque."
    ),
    "{path} was empty; it is a new store": "{path} était vide ; c'est un nouveau dépôt",
    "no object can be called {name}: others begin with {name}/": (
        "aucun objet ne peut s'appeler {name} : d'autres commencent par {name}/"
    ),
    "nothing can be called {name} where {folder} is an object": (
        "rien ne peut s'appeler {name} là où {folder} est un objet"
    ),
    "Look at the setting path of the store, at its disk, and at who may write there.": (
        "Vérifiez le réglage path du dépôt, son disque, et qui peut y écrire."
    ),
    "{path} is empty, and it was not before: {what_to_do}": (
        "{path} est vide, et ne l'était pas avant : {what_to_do}"
    ),
    "{path} isn't there: plug its disk in, mount its share, or make the folder": (
        "{path} n'est pas là : branchez son disque, montez son partage, ou créez le dossier"
    ),
    "plug its disk in, or mount its share{forget}": "branchez son disque, ou montez son partage{forget}",
    ", or delete {memory} to begin a new store there": (
        ", ou supprimez {memory} pour y commencer un nouveau dépôt"
    ),
    "{path} was made by a newer Pos2Web (version {version} of its rules): update this one": (
        "{path} a été fait par un Pos2Web plus récent (version {version} de ses règles) : mettez "
        "celui-ci à jour"
    ),
    "{path} is not what Pos2Web wrote: {error}; delete it when the backups beside it are whole": (
        "{path} n'est pas ce que Pos2Web avait écrit : {error} ; supprimez-le si les sauvegardes à "
        "côté sont intactes"
    ),
    "{path} can't be used now: {said}": "{path} est inutilisable pour l'instant : {said}",
    "{filename} can't be used by us: {said}": "nous n'avons pas accès à {filename} : {said}",
    "{path} is full": "{path} est plein",
    "{name} may only be read": "{name} ne peut être que lu",
    "{name} is full": "{name} est plein",
    "{name} went away while it was given {object}": "{name} a disparu pendant l'envoi de {object}",
    "{where} needs an access key and its secret: set access_key and secret, or {access_key} and "
    "{secret} in the environment where a store is given by its address": (
        "{where} demande une clé d'accès et son secret : réglez access_key et secret, ou "
        "{access_key} et {secret} dans l'environnement quand un dépôt est donné par son adresse"
    ),
    "{prefix!r} can't be the prefix of a store: it takes a-z, 0-9, '.', '_', '-' and slashes": (
        "« {prefix} » ne peut pas être le préfixe d'un dépôt : il faut a-z, 0-9, « . », « _ », "
        "« - » et des barres obliques"
    ),
    "{bucket!r} can't be a bucket": "« {bucket} » ne peut pas être un compartiment (bucket)",
    "{address}: path_style is true or false, not {style!r}": (
        "{address} : path_style vaut true ou false, et non « {style} »"
    ),
    "{address} is no bucket: write s3://bucket/prefix": (
        "{address} n'est pas un compartiment : écrivez s3://bucket/prefixe"
    ),
    "{name} says yes to everything: somebody on the way answers in its place": (
        "{name} dit oui à tout : quelqu'un en chemin répond à sa place"
    ),
    "Use an endpoint that begins with https://.": "Utilisez un endpoint qui commence par https://.",
    "Let only one installation of a name write there.": (
        "N'y laissez écrire qu'une installation de chaque nom."
    ),
    "what goes to {name} can be seen on the way, though not be opened": (
        "ce qui va à {name} peut être vu en chemin, mais pas ouvert"
    ),
    "{name} overwrites what is to be made only when it isn't there: of two who begin at once, both "
    "may be told that they were first": (
        "{name} écrase ce qui ne doit être créé que s'il n'existe pas : de deux qui commencent en "
        "même temps, les deux peuvent se croire les premiers"
    ),
    "Look at bucket, endpoint, region, access_key and secret of the store, and at the key's rights.": (
        "Vérifiez bucket, endpoint, region, access_key et secret du dépôt, et les droits de la clé."
    ),
    "Look at host, port, user, path, host_key and key_file of the store, and at the server.": (
        "Vérifiez host, port, user, path, host_key et key_file du dépôt, et le serveur."
    ),
    "ca_file {ca_file} holds no certificates": "ca_file {ca_file} ne contient aucun certificat",
    "ca_file {ca_file} holds no certificates: {error}": (
        "ca_file {ca_file} ne contient aucun certificat : {error}"
    ),
    "ca_file {ca_file} can't be read: {strerror}": "ca_file {ca_file} ne peut pas être lu : {strerror}",
    "the endpoint of a store is as https://s3.example.com, not {scheme}://{host}{path}": (
        "l'endpoint d'un dépôt est de la forme https://s3.example.com, et non {scheme}://{host}{path}"
    ),
    "{where}: there is no such bucket for us": "{where} : ce compartiment n'existe pas pour nous",
    "{where} answers what makes no sense": "la réponse de {where} n'a pas de sens",
    "{where} answers what makes no sense ({text})": "la réponse de {where} n'a pas de sens ({text})",
    "{where} answers what makes no sense: {said}": "la réponse de {where} n'a pas de sens : {said}",
    "{where} can't be talked to: {said}": "impossible de parler à {where} : {said}",
    "{where} is elsewhere: look at region and endpoint": (
        "{where} est ailleurs : vérifiez region et endpoint"
    ),
    "{where} does not prove who it is: look at its certificate": (
        "{where} ne prouve pas qui il est : vérifiez son certificat"
    ),
    "{where} does not let us now ({text})": "{where} ne nous laisse pas faire pour l'instant ({text})",
    "{where} does not let us ({text})": "{where} ne nous laisse pas faire ({text})",
    "{where} does not let us do that: {said}": "{where} ne nous laisse pas faire cela : {said}",
    "{where} does not let us in (look at user, key and password): {said}": (
        "{where} ne nous laisse pas entrer (vérifiez l'utilisateur, la clé et le mot de passe) : {said}"
    ),
    "{where} could not do it, and does not say why (is a quota reached, is its disk full?): {said}": (
        "{where} n'a pas pu le faire et ne dit pas pourquoi (quota atteint, disque plein ?) : {said}"
    ),
    "{where} has trouble of its own ({text})": "{where} a ses propres ennuis ({text})",
    "{where} is full ({text})": "{where} est plein ({text})",
    "{where} is full: {said}": "{where} est plein : {said}",
    "{where} is full": "{where} est plein",
    "{where} may only be read: its disk is so": "{where} ne peut être que lu : son disque est ainsi",
    "it does not answer in time": "pas de réponse à temps",
    "{where} needs a key or a password: set key_file or password, or {password} in the environment "
    "where a store is given by its address": (
        "{where} demande une clé ou un mot de passe : réglez key_file ou password, ou {password} "
        "dans l'environnement quand un dépôt est donné par son adresse"
    ),
    "the {name} of the store at {where} is missing": "il manque {name} pour le dépôt {where}",
    "{address} is no server: write sftp://user@host/path": (
        "{address} n'est pas un serveur : écrivez sftp://utilisateur@machine/chemin"
    ),
    "{name} removes the folder of {object} again and again": (
        "{name} supprime sans cesse le dossier de {object}"
    ),
    "known_hosts {file} of {where} isn't there": "known_hosts {file} de {where} n'existe pas",
    "host_key {text!r} is neither a fingerprint ({fingerprint}…) nor a public key: {error}": (
        "host_key « {text} » n'est ni une empreinte ({fingerprint}…) ni une clé publique : {error}"
    ),
    "{text}: for a password on a key of OpenSSH's own format the Python package bcrypt is needed; "
    "take a key without one (ssh-keygen -p), or install bcrypt": (
        "{text} : pour un mot de passe sur une clé au format d'OpenSSH il faut le paquet Python "
        "bcrypt ; prenez une clé sans mot de passe (ssh-keygen -p), ou installez bcrypt"
    ),
    "key_file {key_file} is no private key that key_password opens": (
        "key_file {key_file} n'est pas une clé privée que key_password ouvre"
    ),
    "key_file {key_file} can't be read: {strerror}": (
        "key_file {key_file} ne peut pas être lu : {strerror}"
    ),
    "{server} has the host key {fingerprint} now, not the one that is set: somebody may stand "
    "between us and it. Only when you know that the server was set up anew, change host_key": (
        "{server} a maintenant la clé d'hôte {fingerprint}, et non celle qui est réglée : quelqu'un "
        "s'est peut-être mis entre lui et nous. Ne changez host_key que si vous savez que le serveur "
        "a été réinstallé"
    ),
    "{server} shows the host key {fingerprint}, which is not known ({looked}). Ask who runs the "
    "server whether that is its own: there, ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub shows "
    'it. Then set host_key = "{fingerprint}"': (
        "{server} montre la clé d'hôte {fingerprint}, qui n'est pas connue ({looked}). Demandez à qui "
        "tient le serveur si c'est bien la sienne : là-bas, ssh-keygen -lf "
        '/etc/ssh/ssh_host_ed25519_key.pub la montre. Réglez ensuite host_key = "{fingerprint}"'
    ),
    "nothing can be below {folder}, which is an object": (
        "rien ne peut être sous {folder}, qui est un objet"
    ),
    "{before}://…: there is no such store; there are a path, {known}": (
        "{before}://… : ce genre de dépôt n'existe pas ; il y a un chemin, {known}"
    ),
    "{address}: write %23 for # in an address": "{address} : dans une adresse, écrivez %23 pour #",
    "{address}: an address holds no password, for anybody may read it; give secrets in the "
    "environment": (
        "{address} : une adresse ne contient pas de mot de passe, chacun peut la lire ; donnez les "
        "secrets dans l'environnement"
    ),
    "{address} is no address: {error}": "{address} n'est pas une adresse : {error}",
    "{address}?{name}=…: {name} is unknown; known: {there_are}": (
        "{address}?{name}=… : {name} n'est pas connu ; sont connus : {there_are}"
    ),
    "{address} says something twice after its ?": "{address} dit deux fois la même chose après son ?",
    "{name!r} can't be the name of an object: it is parts of a-z, 0-9, '.', '_' and '-' between "
    "slashes, none of them '.' or '..'": (
        "« {name} » ne peut pas être le nom d'un objet : il faut des parties en a-z, 0-9, « . », "
        "« _ » et « - » entre des barres obliques, aucune n'étant « . » ou « .. »"
    ),
    "the name of an object has at most {name_characters_max} characters, {name!r}… has {count}": (
        "le nom d'un objet a {name_characters_max} caractères au plus, « {name} »… en a {count}"
    ),
    "{name} can be written, read and deleted from": "on peut écrire, lire et supprimer dans {name}",
    "{name} still has {object}, which was deleted": "{name} a encore {object}, qui a été supprimé",
    "{name} is wrong about which objects it has": "{name} se trompe sur les objets qu'il a",
    "{name} does not list what it was given": "{name} ne liste pas ce qui lui a été donné",
    "{name} gives back something else than it was given": (
        "{name} rend autre chose que ce qui lui a été donné"
    ),
}
