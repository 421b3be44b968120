"""Reads how a shop is set up: languages, currency, taxes, limits and what our key may do."""

from decimal import Decimal, InvalidOperation

import msgspec

from pos2web.adapters.prestashop.ahead import readers
from pos2web.adapters.prestashop.client import Client, Resource
from pos2web.adapters.prestashop.mapping import LACKS, Site, plain
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.xml import Element, parse, text
from pos2web.domain.profile import Limits, ShopProfile
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, ProtocolError, SettingsError
from pos2web.messages import message

IMAGE_BYTES_MAX = 2_000_000
"""What PrestaShop 8 takes unless it says otherwise; it counts a megabyte as 1,000,000 bytes."""

NAME_FORBIDDEN = "<>;=#{}"
REFERENCE_FORBIDDEN = "<>;={}"

READS = ("languages", "currencies", "tax_rule_groups", "tax_rules", "taxes")
WRITES = {
    "manufacturers": ("get", "post", "patch"),
    "suppliers": ("get", "post", "patch"),
    "categories": ("get", "post", "patch"),
    "product_options": ("get", "post", "patch", "delete"),
    "product_option_values": ("get", "post", "patch", "delete"),
    "products": ("get", "post", "patch", "delete"),
    "combinations": ("get", "post", "patch", "delete"),
    "images": ("get", "post", "put", "delete"),
    "stock_availables": ("get", "patch"),
}
"""The rights that a key needs, by resource."""

_SETTINGS = (
    "PS_LANG_DEFAULT",
    "PS_CURRENCY_DEFAULT",
    "PS_COUNTRY_DEFAULT",
    "PS_HOME_CATEGORY",
    "PS_ROOT_CATEGORY",
    "PS_LIMIT_UPLOAD_IMAGE_VALUE",
    "PS_TIMEZONE",
    "PS_WEIGHT_UNIT",
    "PS_DIMENSION_UNIT",
)
_LANGUAGES = Resource(
    "languages", "language", ("id", "iso_code", "locale", "language_code", "active")
)
_CURRENCIES = Resource("currencies", "currency", ("id", "iso_code", "active", "deleted"))
_COUNTRIES = Resource("countries", "country", ("id", "iso_code"))
_GROUPS = Resource("tax_rule_groups", "tax_rule_group", ("id", "active", "deleted"))
_RULES = Resource(
    "tax_rules",
    "tax_rule",
    ("id", "id_tax_rules_group", "id_state", "id_country", "zipcode_from", "id_tax"),
)
_TAXES = Resource("taxes", "tax", ("id", "rate", "active", "deleted"))
_CONFIGURATIONS = Resource("configurations", "configuration", ("id", "name", "value"))
_STUMBLING = ("8.0.0", "8.0.1")
"""They offer PATCH and answer each with an empty 500; their lists of associations are no XML."""

_UNITS = {"kg": Decimal(1), "g": Decimal(1000)}
_LENGTHS = {"mm": Decimal(10), "cm": Decimal(1), "m": Decimal("0.01")}


class Rights(msgspec.Struct, frozen=True):
    """What our key may do, and what this version of the web service can do at all."""

    shop_name: str
    version: str
    allowed: dict[str, dict[str, bool]]

    @property
    def knows_patch(self) -> bool:
        """Whether the shop can change parts of records: PrestaShop 8.0.2 and later."""
        offers = any("patch" in methods for methods in self.allowed.values())
        return offers and self.version not in _STUMBLING

    def may(self, resource: str, method: str) -> bool:
        return self.allowed.get(resource, {}).get(method, False)


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop's set-up is made of: its own settings by name, and short lists."""

    stored: dict[str, str]
    languages: list[Element]
    currencies: list[Element]
    taxes: list[Element]
    groups: list[Element]
    rules: list[Element]


class Setup(msgspec.Struct, frozen=True):
    """A shop's set-up as we need it."""

    site: Site
    profile: ShopProfile
    zone: str
    rights: Rights


def read_rights(client: Client) -> Rights:
    """Read what the key may do. Raises CredentialsError for a bad key."""
    response = client.read("")
    api = parse(response.body).find("api")
    if api is None:
        raise ProtocolError(
            message("{where} doesn't say what its web service offers", where=client.where)
        )
    allowed = {
        str(resource.tag): {
            method: resource.get(method) == "true"
            for method in ("get", "post", "put", "patch", "delete")
            if resource.get(method) is not None
        }
        for resource in api
    }
    version = response.headers.get("psws-version", "")
    return Rights(api.get("shopName") or client.where, version, allowed)


def read_setup(client: Client, settings: PrestashopSettings) -> Setup:
    """Read everything about a shop that isn't a thing, in few reads."""
    rights = read_rights(client)
    if not rights.knows_patch:
        raise ProtocolError(
            message(
                "{where} runs PrestaShop {version}: Pos2Web needs version 8.0.2 or later",
                where=client.where,
                version=rights.version or message("of an unknown version"),
            )
        )
    for resource in READS:
        if not rights.may(resource, "get"):
            raise CredentialsError(
                message(
                    "the key for {where} may not read {resource}",
                    where=client.where,
                    resource=resource,
                )
            )
    shop_lists = _lists(client, settings, rights)
    site = _site(client, settings, shop_lists)
    zone = shop_lists.stored.get("PS_TIMEZONE", "")
    return Setup(site, _profile(rights, settings, shop_lists, site), zone, rights)


def _lists(client: Client, settings: PrestashopSettings, rights: Rights) -> Lists:
    with readers(settings.workers) as pool:
        stored = pool.submit(_stored, client, rights)
        lists = [pool.submit(client.table, one) for one in (_LANGUAGES, _CURRENCIES, _TAXES)]
        groups = pool.submit(client.table, _GROUPS)
        rules = pool.submit(_rules, client, settings, stored.result())
        languages, currencies, taxes = [each.result() for each in lists]
        return Lists(
            stored=stored.result(),
            languages=languages,
            currencies=currencies,
            taxes=taxes,
            groups=groups.result(),
            rules=rules.result(),
        )


def _site(client: Client, settings: PrestashopSettings, shop_lists: Lists) -> Site:
    rates, groups = _taxes(shop_lists)
    return Site(
        languages={text(row, "id"): _language_code(row) for row in shop_lists.languages},
        default_language=_default_language(shop_lists.languages, settings, shop_lists.stored),
        currency=_currency(client, shop_lists),
        home=settings.home_category or shop_lists.stored.get("PS_HOME_CATEGORY", "2"),
        root=shop_lists.stored.get("PS_ROOT_CATEGORY", "1"),
        rates=rates,
        groups=groups,
        weight_units=_UNITS.get(shop_lists.stored.get("PS_WEIGHT_UNIT", "kg").lower(), Decimal(1)),
        length_units=_LENGTHS.get(
            shop_lists.stored.get("PS_DIMENSION_UNIT", "cm").lower(), Decimal(1)
        ),
    )


def _profile(
    rights: Rights,
    settings: PrestashopSettings,
    shop_lists: Lists,
    site: Site,
) -> ShopProfile:
    shown = [_language_code(row) for row in shop_lists.languages if text(row, "active") == "1"]
    return ShopProfile(
        name=rights.shop_name,
        version=rights.version,
        languages=tuple(dict.fromkeys([site.default_language, *shown])),
        default_language=site.default_language,
        currency=site.currency,
        tax_rates=tuple(sorted(site.groups)),
        lacks=LACKS,
        limits=Limits(
            name_forbidden=NAME_FORBIDDEN,
            reference_forbidden=REFERENCE_FORBIDDEN,
            image_bytes_max=_image_bytes_max(
                shop_lists.stored.get("PS_LIMIT_UPLOAD_IMAGE_VALUE", "")
            ),
        ),
        batch_sizes=_batch_sizes(settings),
        workers=settings.workers,
    )


def _batch_sizes(settings: PrestashopSettings) -> dict[Kind, int]:
    small = (Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.OPTION, Kind.OPTION_VALUE, Kind.VARIANT)
    return {
        **dict.fromkeys(small, settings.batch),
        Kind.PRODUCT: settings.product_batch,
        Kind.STOCK: settings.stock_batch,
    }


def _stored(client: Client, rights: Rights) -> dict[str, str]:
    """The shop's own settings by name; nothing where the key may not read them."""
    if not rights.may("configurations", "get"):
        return {}
    stored: dict[str, str] = {}
    for row in client.table(_CONFIGURATIONS, {"filter[name]": f"[{'|'.join(_SETTINGS)}]"}):
        stored[text(row, "name")] = stored.get(text(row, "name")) or text(row, "value")
    return {name: value for name, value in stored.items() if value}


def _language_code(row: Element) -> str:
    """ISO 639-1: PrestaShop's own code says `gb` for British English, its locale says `en-GB`."""
    locale = text(row, "locale") or text(row, "language_code") or text(row, "iso_code")
    return locale.partition("-")[0].lower()


def _default_language(
    languages: list[Element], settings: PrestashopSettings, stored: dict[str, str]
) -> str:
    codes = {text(row, "id"): _language_code(row) for row in languages}
    if settings.language:
        if settings.language not in codes.values():
            raise SettingsError(
                message("the shop has no language {language!r}", language=settings.language)
            )
        return settings.language
    return codes.get(stored.get("PS_LANG_DEFAULT", "")) or next(iter(codes.values()), "en")


def _currency(client: Client, shop_lists: Lists) -> str:
    found = {
        text(row, "id"): text(row, "iso_code")
        for row in shop_lists.currencies
        if text(row, "deleted") != "1"
    }
    code = found.get(shop_lists.stored.get("PS_CURRENCY_DEFAULT", "")) or next(
        iter(found.values()), ""
    )
    if not code:
        raise ProtocolError(message("{where} shows no currency", where=client.where))
    return code


def _rules(client: Client, settings: PrestashopSettings, stored: dict[str, str]) -> list[Element]:
    """The tax rules of our country."""
    country = _country(client, settings, stored)
    return client.table(_RULES, {"filter[id_country]": f"[{country}]"})


def _taxes(shop_lists: Lists) -> tuple[dict[str, Decimal], dict[Decimal, str]]:
    """The rate of every tax group in our country, and the first group on offer for each rate."""
    taxes = {text(row, "id"): row for row in shop_lists.taxes}
    rates: dict[str, Decimal] = {}
    for rule in shop_lists.rules:
        if _is_general(rule):
            rate = _rate(taxes.get(text(rule, "id_tax")))
            rates.setdefault(text(rule, "id_tax_rules_group"), rate)
    groups: dict[Decimal, str] = {}
    for row in shop_lists.groups:
        if text(row, "active") == "1" and text(row, "deleted") != "1" and text(row, "id") in rates:
            groups.setdefault(rates[text(row, "id")], text(row, "id"))
    groups.setdefault(Decimal(0), "0")
    return rates, groups


def _is_general(rule: Element) -> bool:
    """Whether a rule holds in the whole country."""
    return all(text(rule, tag) in ("", "0") for tag in ("id_state", "zipcode_from"))


def _rate(tax: Element | None) -> Decimal:
    if tax is None or text(tax, "active") != "1":
        return Decimal(0)
    try:
        return plain(Decimal(text(tax, "rate") or "0"))
    except InvalidOperation as error:
        raise ProtocolError(
            message("tax {text} has no rate that we can read", text=text(tax, "id"))
        ) from error


def _country(client: Client, settings: PrestashopSettings, stored: dict[str, str]) -> str:
    if not settings.country and stored.get("PS_COUNTRY_DEFAULT"):
        return stored["PS_COUNTRY_DEFAULT"]
    code = (settings.country or "FR").upper()
    for row in client.table(_COUNTRIES, {"filter[iso_code]": f"[{code}]"}):
        return text(row, "id")
    raise SettingsError(message("the shop knows no country {code!r}", code=code))


def _image_bytes_max(stored: str) -> int:
    """The setting is in megabytes; some shops hold it in bytes."""
    if not stored.isdigit() or stored == "0":
        return IMAGE_BYTES_MAX
    return int(stored) * 1_000_000 if int(stored) < 1000 else int(stored)
