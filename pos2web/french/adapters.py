"""What tills, shops and channels say."""

FRENCH = {
    "{where} answered {status}": "{where} a répondu {status}",
    "{where} sends us elsewhere ({status}): the address is wrong": (
        "{where} renvoie ailleurs ({status}) : l'adresse est fausse"
    ),
    "{where} asks us to slow down": "{where} demande de ralentir",
    "{shown} is not an address: it must start with https:// or http://": (
        "{shown} n'est pas une adresse : elle doit commencer par https:// ou http://"
    ),
    "{shown} is not an address": "{shown} n'est pas une adresse",
    "{where} answered what cannot be unpacked": (
        "{where} a répondu quelque chose qui ne se décompresse pas"
    ),
    "{where} gave no answer: {cause}": "{where} ne répond pas : {cause}",
    "cannot reach {where}: {cause}": "{where} est injoignable : {cause}",
    "{where} never comes to the end of its answer": "la réponse de {where} n'en finit pas",
    "{where} answered more than {most} bytes": "{where} a répondu plus de {most} octets",
    "photo {source} has {count} bytes, more than {photo_bytes_max}": (
        "la photo {source} a {count} octets, plus que {photo_bytes_max}"
    ),
    "no photo at {source}": "aucune photo à {source}",
    "{held} things in memory": "{held} éléments en mémoire",
    "no photo {key}": "aucune photo {key}",
    "{count} messages in memory": "{count} messages en mémoire",
    "quantity {value} is not whole": "la quantité {value} n'est pas entière",
    "no tax of {value} % here": "pas de TVA à {value} % ici",
    "price {amount} is negative": "le prix {amount} est négatif",
    "{field} has {count} characters, more than {chars_max}": (
        "{field} a {count} caractères, plus que {chars_max}"
    ),
    "{field} «{text}» holds {found}": "{field} « {text} » contient {found}",
    "photo has {count} bytes, more than {image_bytes_max}": (
        "la photo a {count} octets, plus que {image_bytes_max}"
    ),
    "{name} at {where} answers, PrestaShop {version}": "{name} sur {where} répond, PrestaShop {version}",
    "Update the shop to PrestaShop 8.0.2 or later.": (
        "Mettez le site à jour : PrestaShop 8.0.2 au moins."
    ),
    "PrestaShop {version} can't change parts of a record": (
        "PrestaShop {version} ne sait pas modifier une partie d'une fiche"
    ),
    "Tick {resource} (GET) for this key in {key_page}.": (
        "Cochez {resource} (GET) pour cette clé dans {key_page}."
    ),
    "the key may not read {resource}: PrestaShop's defaults are assumed": (
        "la clé ne permet pas de lire {resource} : les valeurs habituelles de PrestaShop sont supposées"
    ),
    "the key may do all that is needed": "la clé permet tout ce qu'il faut",
    "Advanced parameters > Web service": "Paramètres avancés > Webservice",
    "Shop parameters > Product settings": "Paramètres de la boutique > Produits",
    "Use the shop's own address with https, and check id_shop.": (
        "Donnez l'adresse propre de la boutique, en https, et vérifiez id_shop."
    ),
    "Copy the key again from {key_page}, and switch it on there.": (
        "Recopiez la clé depuis {key_page}, et activez-la à cet endroit."
    ),
    "See that the shop is up, and that {key_page} has the web service on.": (
        "Vérifiez que la boutique fonctionne, et que le service web est activé dans {key_page}."
    ),
    "Tick them for this key in {key_page}.": "Cochez-les pour cette clé dans {key_page}.",
    "the key lacks rights: {missing}": "il manque des droits à la clé : {missing}",
    "Tick {resource} ({missing}) for this key in {key_page}.": (
        "Cochez {resource} ({missing}) pour cette clé dans {key_page}."
    ),
    "nothing keeps two Pos2Web from writing to the shop at once: the key lacks {resource} ({missing})": (
        "rien n'empêche deux Pos2Web d'écrire en même temps sur le site : il manque à la clé "
        "{resource} ({missing})"
    ),
    "the shop keeps a mark of which Pos2Web writes to it: only one does": (
        "le site garde la marque du Pos2Web qui y écrit : il n'y en a qu'un"
    ),
    "Set both by a time server.": "Réglez les deux sur un serveur de temps.",
    "the shop's clock and ours are {apart_s:.0f} s apart": (
        "l'horloge du site et celle d'ici diffèrent de {apart_s} s"
    ),
    "photos of up to {bytes_max:,} bytes": "photos jusqu'à {bytes_max} octets",
    "tax rates on offer: {rates}": "taux de TVA proposés : {rates}",
    "languages: {languages}; prices in {currency}": "langues : {languages} ; prix en {currency}",
    "Mend this first; then check again.": "Réglez d'abord cela, puis vérifiez de nouveau.",
    "the shop doesn't manage stock: it shows no notes on availability": (
        "le site ne gère pas les stocks : il n'affiche aucun message de disponibilité"
    ),
    "Switch stock management on in {product_page} where you use such notes.": (
        "Activez la gestion des stocks dans {product_page} si vous utilisez ces messages."
    ),
    "notes on availability are read where more than {last} are left": (
        "les messages de disponibilité se lisent quand il reste plus de {last}"
    ),
    "{where} refused to show {path}: {words}": "{where} a refusé de montrer {path} : {words}",
    "what it offers": "ce qu'il propose",
    "{where} lists {name} out of their order": "{where} liste {name} dans le désordre",
    "{where} sends us to its front page: its address or id_shop is wrong": (
        "{where} renvoie à sa page d'accueil : son adresse ou id_shop est faux"
    ),
    "{where} says: {words}": "{where} dit : {words}",
    "{where} refused to list {name}: {words}": "{where} a refusé de lister {name} : {words}",
    "{where} was asked for {name} and answered something else": (
        "{where} a répondu autre chose que {name}, qui était demandé"
    ),
    "the shop has no stock row for {key}": "le site n'a pas de stock pour {key}",
    "{ref} has the {tag} {found!r}": "{ref} : {tag} vaut « {found} »",
    "photo {key} of product {product} isn't there": "la photo {key} du produit {product} n'est pas là",
    "{where} answered something else than photo {key}": (
        "{where} a répondu autre chose que la photo {key}"
    ),
    "PrestaShop counts whole pieces, not {quantity}": (
        "PrestaShop compte des pièces entières, pas {quantity}"
    ),
    "a price in {currency} can't be sent to a shop in {ours}": (
        "un prix en {currency} ne peut pas aller sur un site en {ours}"
    ),
    "the shop has no tax rule of {rate:f} %": "le site n'a pas de règle de TVA à {rate} %",
    "{where} doesn't say what its web service offers": (
        "{where} ne dit pas ce que son service web propose"
    ),
    "the key for {where} may not read {resource}": "la clé de {where} ne permet pas de lire {resource}",
    "{where} runs PrestaShop {version}: Pos2Web needs version 8.0.2 or later": (
        "{where} tourne avec PrestaShop {version} : Pos2Web demande la version 8.0.2 au moins"
    ),
    "of an unknown version": "de version inconnue",
    "the shop has no language {language!r}": "le site n'a pas la langue « {language} »",
    "{where} shows no currency": "{where} n'indique aucune monnaie",
    "tax {text} has no rate that we can read": "la taxe {text} n'a pas de taux lisible",
    "the shop knows no country {code!r}": "le site ne connaît pas le pays « {code} »",
    "the shop answered {status}": "le site a répondu {status}",
    "{thing} is no longer on the shop": "{thing} n'est plus sur le site",
    "of {count} one was refused: {words}": "sur {count}, une a été refusée : {words}",
    "{reason}; then {error}": "{reason} ; puis {error}",
    "{reason}; and the shop holds {count} like it": "{reason} ; et le site en a {count} pareils",
    "what it needed is not on the shop": "ce qu'il fallait avant n'est pas sur le site",
    "the shop said yes in a way that can't be read": "le site a dit oui d'une façon illisible",
    "the shop counts {key} by its variants still": (
        "le site compte encore {key} par ses déclinaisons"
    ),
    "there is no photo to send": "il n'y a pas de photo à envoyer",
    "the shop took the photo but doesn't say under which number": (
        "le site a pris la photo, mais ne dit pas sous quel numéro"
    ),
    "that is no photo: PrestaShop takes JPEG, PNG, GIF and WebP": (
        "ce n'est pas une photo : PrestaShop prend JPEG, PNG, GIF et WebP"
    ),
    "the product could not be given another cover: {refusal}": (
        "le produit n'a pas pu recevoir une autre couverture : {refusal}"
    ),
    "the products could not be prepared: {reason}": "les produits n'ont pas pu être préparés : {reason}",
    "dry run: nothing is written": "essai à blanc : rien n'est écrit",
    "there is no {kind} {key}": "{kind} {key} n'existe pas",
    "category {shop_key} is the shop's root": "la catégorie {shop_key} est la racine du site",
    "the shop answered another kind of XML": "le site a répondu un XML d'une autre sorte",
    "the shop answered what isn't XML": "le site a répondu autre chose que du XML",
    "the program's log takes everything": "le journal du programme prend tout",
    "sender must be in ASCII up to its @, not {addr_spec}": (
        "sender doit être en ASCII jusqu'à son @, et non {addr_spec}"
    ),
    "recipients must be 1 to {recipients_max} addresses, not {count}": (
        "recipients : de 1 à {recipients_max} adresses, et non {count}"
    ),
    "{where} takes no mail for {listed}": "{where} ne prend pas de courrier pour {listed}",
    "Set security to starttls or tls.": "Réglez security sur starttls ou tls.",
    "mails, and the password where there is one, go to {where} for all to read": (
        "les courriers, et le mot de passe s'il y en a un, vont à {where} à la vue de tous"
    ),
    "{where} takes mail for {asked}": "{where} prend le courrier pour {asked}",
    "Correct these addresses.": "Corrigez ces adresses.",
    "Look at host, port, security, user and password of this channel.": (
        "Vérifiez host, port, security, user et password de ce canal."
    ),
    "{where} does not prove who it is: {verify_message}": (
        "{where} ne prouve pas qui il est : {verify_message}"
    ),
    "{where} can't do what is set for it: {error}": (
        "{where} ne sait pas faire ce qui est réglé pour lui : {error}"
    ),
    "{where} does not want to talk to us ({said_by})": "{where} refuse de nous parler ({said_by})",
    "{where} refuses this user and password ({number})": (
        "{where} refuse cet utilisateur et ce mot de passe ({number})"
    ),
    "{where} can't be talked to: {error}": "impossible de parler à {where} : {error}",
    "{where} does not take the mail ({said_by})": "{where} ne prend pas le courrier ({said_by})",
    "{where} takes no mail from {sender} ({said_by})": (
        "{where} ne prend pas de courrier de {sender} ({said_by})"
    ),
    "{text!r} is not an address": "« {text} » n'est pas une adresse",
    "{name!r} is not the name of a machine": "« {name} » n'est pas le nom d'une machine",
    "{name!r} is not the name of a machine: {error}": (
        "« {name} » n'est pas le nom d'une machine : {error}"
    ),
    "Use https://.": "Utilisez https://.",
    "messages go to {where} for all to read": "les messages vont à {where} à la vue de tous",
    "{where} answers": "{where} répond",
    "{where} answers that something is wrong with it ({status})": (
        "{where} répond que quelque chose ne va pas chez lui ({status})"
    ),
    "Give the address that it means.": "Donnez l'adresse qu'il indique.",
    "{where} sends us elsewhere ({status}), and we go nowhere else": (
        "{where} renvoie ailleurs ({status}), et nous n'allons nulle part ailleurs"
    ),
    "Look at this channel's url, and whether its server runs.": (
        "Vérifiez url de ce canal, et que son serveur tourne."
    ),
    "url must not hold a user and password: they would not be sent": (
        "url ne doit contenir ni utilisateur ni mot de passe : ils ne seraient pas envoyés"
    ),
    "url is not an address: it must start with https:// or http://": (
        "url n'est pas une adresse : elle doit commencer par https:// ou http://"
    ),
    "url is not an address": "url n'est pas une adresse",
    "url is not an address, or longer than {url_characters_max} characters": (
        "url n'est pas une adresse, ou dépasse {url_characters_max} caractères"
    ),
    "after {encoded_secret} a secret must be Base64": "après {encoded_secret}, un secret est en Base64",
}
