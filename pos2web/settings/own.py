"""Our own settings: those of the connections, the synchronisation and the log."""

from pos2web.domain.changes import Owner
from pos2web.domain.policy import DEFAULT_OWNERS, Breaker, Policy
from pos2web.domain.values import Kind
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
