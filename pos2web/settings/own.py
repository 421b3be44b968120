"""Our own settings, section by section; what adapters need they describe themselves."""

from pos2web.domain.changes import Owner
from pos2web.domain.policy import DEFAULT_OWNERS, Breaker, Policy
from pos2web.domain.values import Kind
from pos2web.languages import languages
from pos2web.settings.described import Setting, Words

USUAL, CAREFUL = Policy(), Breaker()

CONNECTION = (
    Setting(
        name="adapter",
        required=True,
        help={
            "en": "Which system it is: a name that `pos2web adapters` lists.",
            "fr": "Quel système c'est : un nom que donne `pos2web adapters`.",
        },
    ),
    Setting(
        name="name",
        default="main",
        help={
            "en": "What this connection is called in the history; never change it afterwards.",
            "fr": "Le nom de cette connexion dans l'historique ; à ne plus jamais changer.",
        },
    ),
)

OF_SHOP = (
    Setting(
        name="till",
        help="Name of the till that this shop hangs on; need not be said where there is one.",
    ),
)

SYNC = (
    Setting(
        name="prices_include_tax",
        type="yes_no",
        default=USUAL.prices_include_tax,
        help={
            "en": "Whether the till's prices are with tax.",
            "fr": "Si les prix de la caisse sont TTC.",
        },
    ),
    Setting(
        name="price_factor",
        type="exact",
        default=USUAL.price_factor,
        minimum=0.001,
        maximum=1000,
        help={
            "en": "What the site asks for what costs 1 at the till: 1.1 is a tenth more, 0.8 a fifth less.",
            "fr": "Ce que le site demande pour ce qui coûte 1 en caisse : 1.1 est un dixième de plus, 0.8 un cinquième de moins.",
        },
    ),
    Setting(
        name="price_rounding",
        type="exact",
        default=USUAL.price_rounding,
        minimum=0,
        maximum=1000,
        help={
            "en": "The site's prices are rounded to multiples of this, as 0.05 or 1; 0: to the cent.",
            "fr": "Les prix du site sont arrondis à des multiples de ceci, par exemple 0.05 ou 1 ; 0 : au centime.",
        },
    ),
    Setting(
        name="currency",
        default=USUAL.currency,
        help={
            "en": "Currency of the till's prices (ISO 4217).",
            "fr": "Devise des prix de la caisse (ISO 4217).",
        },
    ),
    Setting(
        name="text_language",
        default=USUAL.text_language,
        help={
            "en": "The till's own language (ISO 639-1), which stands in where a text is missing.",
            "fr": "Langue de la caisse (ISO 639-1), qui remplace un texte manquant.",
        },
    ),
    Setting(
        name="withdrawn",
        choices=("deactivate", "delete", "keep"),
        default=USUAL.withdrawn,
        help={
            "en": "What becomes of a product on the site when the till no longer sells it.",
            "fr": "Ce que devient sur le site un produit que la caisse ne vend plus.",
        },
    ),
    Setting(
        name="manages_stock",
        type="yes_no",
        default=USUAL.manages_stock,
        help={
            "en": "Whether the till's stock is sent to the site.",
            "fr": "Si le stock de la caisse est envoyé au site.",
        },
    ),
)


def _share(name: str, default: float, text: Words) -> Setting:
    return Setting(name=name, type="number", default=default, minimum=0, maximum=1, help=text)


def _count(name: str, default: int, text: Words) -> Setting:
    return Setting(name=name, type="whole", default=default, minimum=0, help=text)


BREAKER = (
    _share(
        "create_share_max",
        CAREFUL.create_share_max,
        {
            "en": "Ask before creating more than this share of what the site already holds of ours.",
            "fr": "Demander avant de créer plus que cette part de ce que le site a déjà.",
        },
    ),
    _share(
        "deactivate_share_max",
        CAREFUL.deactivate_share_max,
        {
            "en": "Ask before deactivating or deleting more than this share.",
            "fr": "Demander avant de désactiver ou de supprimer plus que cette part.",
        },
    ),
    _share(
        "zero_share_max",
        CAREFUL.zero_share_max,
        {
            "en": "Ask before setting the stock of more than this share to zero.",
            "fr": "Demander avant de mettre à zéro le stock de plus que cette part.",
        },
    ),
    _count(
        "count_min",
        CAREFUL.count_min,
        {
            "en": "So many writes of a sort never need asking.",
            "fr": "Jusqu'à ce nombre de modifications d'une sorte, ne rien demander.",
        },
    ),
    _count(
        "first_site_products_min",
        CAREFUL.first_site_products_min,
        {
            "en": "A first sync asks only on a site that holds at least this many products.",
            "fr": "Une première synchronisation ne demande que si le site a au moins ce nombre de produits.",
        },
    ),
    _share(
        "adopted_share_min",
        CAREFUL.adopted_share_min,
        {
            "en": "On such a site it asks when a smaller share of the products was recognised.",
            "fr": "Sur un tel site, elle demande si une part plus petite des produits est reconnue.",
        },
    ),
)

ALERTS = (
    Setting(
        name="language",
        choices=languages(),
        default="fr",
        help={
            "en": "Language of the messages that tell people of trouble.",
            "fr": "Langue des messages envoyés en cas d'ennui.",
        },
    ),
)

CHANNEL = (
    Setting(
        name="adapter",
        required=True,
        help={
            "en": "Which way it is: a name that `pos2web adapters` lists for channels.",
            "fr": "Quel moyen c'est : un nom que donne `pos2web adapters` pour les canaux.",
        },
    ),
)

DAEMON = (
    Setting(
        name="host",
        default="127.0.0.1",
        help={
            "en": "Address to listen on; any other one than this lets the network in.",
            "fr": "Adresse d'écoute ; toute autre que celle-ci ouvre au réseau.",
        },
    ),
    Setting(
        name="port",
        type="whole",
        default=8377,
        minimum=0,
        maximum=65535,
        help={
            "en": "Port to listen on; 0 is any free one.",
            "fr": "Port d'écoute ; 0 en prend un libre.",
        },
    ),
    Setting(
        name="names",
        type="list",
        default=[],
        help={
            "en": "Names, besides localhost and the host, under which the daemon may be asked.",
            "fr": "Noms, outre localhost et l'hôte, par lesquels on peut appeler le service.",
        },
    ),
    Setting(
        name="notes",
        choices=("console", "json"),
        default="console",
        help={
            "en": "How the daemon notes what it does: for people, or one JSON object a line.",
            "fr": "Comment le service note ce qu'il fait : pour des personnes, ou un objet JSON par ligne.",
        },
    ),
    Setting(
        name="notes_file",
        type="path",
        help={
            "en": "File that the notes go to instead of stderr.",
            "fr": "Fichier où vont ces notes, au lieu de stderr.",
        },
    ),
    Setting(
        name="notes_bytes_max",
        type="whole",
        default=10_000_000,
        minimum=100_000,
        help={
            "en": "Size at which the file is put aside and a new one begun; five old ones are kept.",
            "fr": "Taille à laquelle le fichier est mis de côté et un autre commencé ; cinq anciens sont gardés.",
        },
    ),
    Setting(
        name="zone",
        help={
            "en": "Time zone that periods and windows are meant in, as Europe/Paris; the machine's own otherwise.",
            "fr": "Fuseau des horaires et des périodes de vente, par exemple Europe/Paris ; celui de la machine sinon.",
        },
    ),
    Setting(
        name="stop_s",
        type="number",
        default=10.0,
        minimum=1,
        maximum=3600,
        help={
            "en": "Seconds within which the daemon ends when it is asked to, whatever it is doing.",
            "fr": "Secondes dans lesquelles le service s'arrête quand on le lui demande, quoi qu'il fasse.",
        },
    ),
)

BACKUP = (
    Setting(
        name="name",
        required=True,
        help={
            "en": "What this installation is called on the store: small letters, digits and -.",
            "fr": "Le nom de cette installation parmi les sauvegardes : minuscules, chiffres et -.",
        },
    ),
    Setting(
        name="offer",
        choices=("daily", "weekly", "monthly"),
        default="weekly",
        help={
            "en": "How far back can be restored: 1, 7 or 30 days.",
            "fr": "Jusqu'où on peut revenir : 1, 7 ou 30 jours.",
        },
    ),
    Setting(
        name="recipients",
        type="list",
        default=[],
        help={
            "en": "Public keys (age1…) of those who can open the backups, besides this machine: the merchant, the technician.",
            "fr": "Clés publiques (age1…) de qui peut ouvrir les sauvegardes, outre cette machine : le commerçant, le technicien.",
        },
    ),
)

STORE = (
    Setting(
        name="adapter",
        required=True,
        help={
            "en": "Which kind of store it is: a name that `pos2web adapters` lists for stores.",
            "fr": "Quelle sorte de dépôt c'est : un nom que donne `pos2web adapters` pour les dépôts.",
        },
    ),
)

LOG = (
    Setting(
        name="wait_s",
        type="number",
        default=10.0,
        minimum=0,
        maximum=3600,
        help={
            "en": "Seconds to wait for another Pos2Web that has the log open, before giving up.",
            "fr": "Secondes d'attente d'un autre Pos2Web qui a le journal ouvert, avant d'abandonner.",
        },
    ),
)


def owners(kind: Kind) -> tuple[Setting, ...]:
    """One setting for each field of a kind: who owns it."""
    return tuple(
        Setting(
            name=field,
            choices=tuple(owner.value for owner in Owner),
            default=owner.value,
            help=f"Who decides {field.replace('_', ' ')} on the site.",
        )
        for field, owner in DEFAULT_OWNERS[kind].items()
    )
