"""Our own settings, section by section; what adapters need they describe themselves."""

from pos2web.domain.changes import Owner
from pos2web.domain.policy import DEFAULT_OWNERS, Breaker, Policy
from pos2web.domain.values import Kind
from pos2web.languages import LANGUAGES
from pos2web.settings.described import Setting

USUAL, CAREFUL = Policy(), Breaker()

CONNECTION = (
    Setting(
        name="adapter",
        required=True,
        help="Which system it is: a name that `pos2web adapters` lists.",
    ),
    Setting(
        name="name",
        default="main",
        help="What this connection is called in the history; never change it afterwards.",
    ),
)

SYNC = (
    Setting(
        name="prices_include_tax",
        type="yes_no",
        default=USUAL.prices_include_tax,
        help="Whether the till's prices are with tax.",
    ),
    Setting(
        name="price_factor",
        type="exact",
        default=USUAL.price_factor,
        minimum=0.001,
        maximum=1000,
        help="What the site asks for what costs 1 at the till: 1.1 is a tenth more, 0.8 a fifth less.",
    ),
    Setting(
        name="price_rounding",
        type="exact",
        default=USUAL.price_rounding,
        minimum=0,
        maximum=1000,
        help="The site's prices are rounded to multiples of this, as 0.05 or 1; 0: to the cent.",
    ),
    Setting(
        name="currency", default=USUAL.currency, help="Currency of the till's prices (ISO 4217)."
    ),
    Setting(
        name="text_language",
        default=USUAL.text_language,
        help="The till's own language (ISO 639-1), which stands in where a text is missing.",
    ),
    Setting(
        name="withdrawn",
        choices=("deactivate", "delete", "keep"),
        default=USUAL.withdrawn,
        help="What becomes of a product on the site when the till no longer sells it.",
    ),
    Setting(
        name="manages_stock",
        type="yes_no",
        default=USUAL.manages_stock,
        help="Whether the till's stock is sent to the site.",
    ),
)


def _share(name: str, default: float, text: str) -> Setting:
    return Setting(name=name, type="number", default=default, minimum=0, maximum=1, help=text)


def _count(name: str, default: int, text: str) -> Setting:
    return Setting(name=name, type="whole", default=default, minimum=0, help=text)


BREAKER = (
    _share(
        "create_share_max",
        CAREFUL.create_share_max,
        "Ask before creating more than this share of what the site already holds of ours.",
    ),
    _share(
        "deactivate_share_max",
        CAREFUL.deactivate_share_max,
        "Ask before deactivating or deleting more than this share.",
    ),
    _share(
        "zero_share_max",
        CAREFUL.zero_share_max,
        "Ask before setting the stock of more than this share to zero.",
    ),
    _count("count_min", CAREFUL.count_min, "So many writes of a sort never need asking."),
    _count(
        "first_site_products_min",
        CAREFUL.first_site_products_min,
        "A first sync asks only on a site that holds at least this many products.",
    ),
    _share(
        "adopted_share_min",
        CAREFUL.adopted_share_min,
        "On such a site it asks when a smaller share of the products was recognised.",
    ),
)

ALERTS = (
    Setting(
        name="language",
        choices=LANGUAGES,
        default="fr",
        help="Language of the messages that tell people of trouble.",
    ),
)

CHANNEL = (
    Setting(
        name="adapter",
        required=True,
        help="Which way it is: a name that `pos2web adapters` lists for channels.",
    ),
)

DAEMON = (
    Setting(
        name="host",
        default="127.0.0.1",
        help="Address to listen on; any other one than this lets the network in.",
    ),
    Setting(
        name="port",
        type="whole",
        default=8377,
        minimum=0,
        maximum=65535,
        help="Port to listen on; 0 is any free one.",
    ),
    Setting(
        name="names",
        type="list",
        default=[],
        help="Names, besides localhost and the host, under which the daemon may be asked.",
    ),
    Setting(
        name="notes",
        choices=("console", "json"),
        default="console",
        help="How the daemon notes what it does: for people, or one JSON object a line.",
    ),
    Setting(
        name="notes_file",
        type="path",
        help="File that the notes go to instead of stderr.",
    ),
    Setting(
        name="notes_bytes_max",
        type="whole",
        default=10_000_000,
        minimum=100_000,
        help="Size at which the file is put aside and a new one begun; five old ones are kept.",
    ),
    Setting(
        name="zone",
        help="Time zone that periods and windows are meant in, as Europe/Paris; the machine's own otherwise.",
    ),
    Setting(
        name="stop_s",
        type="number",
        default=10.0,
        minimum=1,
        maximum=3600,
        help="Seconds within which the daemon ends when it is asked to, whatever it is doing.",
    ),
)

BACKUP = (
    Setting(
        name="name",
        required=True,
        help="What this installation is called on the store: small letters, digits and -.",
    ),
    Setting(
        name="offer",
        choices=("daily", "weekly", "monthly"),
        default="weekly",
        help="How far back can be restored: 1, 7 or 30 days.",
    ),
    Setting(
        name="recipients",
        type="list",
        default=[],
        help="Public keys (age1…) of those who can open the backups, besides this machine: the merchant, the technician.",
    ),
)

STORE = (
    Setting(
        name="adapter",
        required=True,
        help="Which kind of store it is: a name that `pos2web adapters` lists for stores.",
    ),
)

LOG = (
    Setting(
        name="wait_s",
        type="number",
        default=10.0,
        minimum=0,
        maximum=3600,
        help="Seconds to wait for another Pos2Web that has the log open, before giving up.",
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
