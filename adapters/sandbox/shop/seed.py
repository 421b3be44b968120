"""A shop as it is on its first day: languages, taxes, a currency, two categories, no products."""

from collections.abc import Sequence

from pos2web.adapters.sandbox.shop.slug import slug
from pos2web.adapters.sandbox.shop.store import Store
from pos2web.errors import SettingsError

_LANGUAGES = {
    "fr": ("Français (French)", "fr-FR", "fr", "d/m/Y"),
    "en": ("English (English)", "en-US", "en-us", "m/d/Y"),
    "de": ("Deutsch (German)", "de-DE", "de-de", "d.m.Y"),
    "nl": ("Nederlands (Dutch)", "nl-NL", "nl-nl", "d-m-Y"),
    "es": ("Español (Spanish)", "es-ES", "es-es", "d/m/Y"),
    "it": ("Italiano (Italian)", "it-IT", "it-it", "d/m/Y"),
}
_HOME = {
    "fr": "Accueil",
    "en": "Home",
    "de": "Startseite",
    "nl": "Home",
    "es": "Inicio",
    "it": "Home",
}
_ROOT = {"fr": "Racine", "en": "Root", "de": "Root", "nl": "Root", "es": "Raíz", "it": "Root"}
_COUNTRY = 8
# The rate and the name of each group: France first, then the overseas rate and the neighbours'.
_TAXES = (
    ("20", "FR Taux standard (20%)"),
    ("10", "FR Taux réduit (10%)"),
    ("5.5", "FR Taux réduit (5.5%)"),
    ("2.1", "FR Taux super réduit (2.1%)"),
    ("8.5", "DOM Taux standard (8.5%)"),
    ("21", "BE Taux standard (21%)"),
    ("12", "BE Taux réduit (12%)"),
    ("6", "BE Taux super réduit (6%)"),
    ("17", "LU Taux standard (17%)"),
)
_CONFIGURATION = {
    "PS_LANG_DEFAULT": "1",
    "PS_COUNTRY_DEFAULT": str(_COUNTRY),
    "PS_CURRENCY_DEFAULT": "1",
    "PS_LAST_QTIES": "3",
    "PS_ORDER_OUT_OF_STOCK": "0",
    "PS_ROOT_CATEGORY": "1",
    "PS_HOME_CATEGORY": "2",
    "PS_SHOP_ENABLE": "1",
    "PS_SHOP_DEFAULT": "1",
    "PS_STOCK_MANAGEMENT": "1",
    "PS_TIMEZONE": "Europe/Paris",
    "PS_TAX": "1",
    "PS_USE_ECOTAX": "0",
    "PS_WEIGHT_UNIT": "kg",
    "PS_WEBSERVICE": "1",
    "PS_INSTALL_VERSION": "8.1.2",
    "PS_VERSION_DB": "8.1.2",
}


def seed(store: Store, languages: Sequence[str], shop_name: str) -> None:
    """Fill an empty shop; one that has languages is left as it is."""
    if store.languages:
        return
    with store.transaction():
        for code in languages:
            _add_language(store, code)
        store.read_languages()
        codes = dict(zip(store.languages, languages, strict=True))
        _add_shop(store, codes, shop_name)
        _add_categories(store, codes)
        _add_taxes(store)


def _add_language(store: Store, code: str) -> None:
    if code not in _LANGUAGES:
        known = ", ".join(_LANGUAGES)
        raise SettingsError(f"the sandbox shop knows no language {code!r}, only {known}")
    name, locale, language_code, date = _LANGUAGES[code]
    store.insert(
        "languages",
        {
            "name": name,
            "iso_code": code,
            "locale": locale,
            "language_code": language_code,
            "active": 1,
            "is_rtl": 0,
            "date_format_lite": date,
            "date_format_full": f"{date} H:i:s",
        },
    )


def _add_shop(store: Store, codes: dict[str, str], shop_name: str) -> None:
    now = store.now()
    store.insert("shop_groups", {"name": "Default", "active": 1})
    store.insert(
        "shops",
        {
            "id_shop_group": 1,
            "id_category": 2,
            "active": 1,
            "name": shop_name,
            "theme_name": "classic",
        },
    )
    store.insert(
        "currencies",
        {
            "names": dict.fromkeys(codes, "Euro"),
            "symbol": dict.fromkeys(codes, "€"),
            "iso_code": "EUR",
            "numeric_iso_code": "978",
            "precision": 2,
            "conversion_rate": 1,
            "active": 1,
        },
    )
    store.insert(
        "countries",
        {
            "id": _COUNTRY,
            "id_zone": 1,
            "iso_code": "FR",
            "active": 1,
            "need_zip_code": 1,
            "zip_code_format": "NNNNN",
            "name": dict.fromkeys(codes, "France"),
        },
    )
    for name, value in {**_CONFIGURATION, "PS_SHOP_NAME": shop_name}.items():
        row = {"name": name, "value": value, "date_add": now, "date_upd": now}
        store.insert("configurations", row)


def _add_categories(store: Store, codes: dict[str, str]) -> None:
    now = store.now()
    for names, parent in ((_ROOT, 0), (_HOME, 1)):
        texts = {key: names[code] for key, code in codes.items()}
        store.insert(
            "categories",
            {
                "id_parent": parent,
                "level_depth": parent,
                "active": 1,
                "id_shop_default": 1,
                "is_root_category": parent,
                "name": texts,
                "link_rewrite": {key: slug(text) for key, text in texts.items()},
                "date_add": now,
                "date_upd": now,
            },
        )


def _add_taxes(store: Store) -> None:
    now = store.now()
    for rate, name in _TAXES:
        names = dict.fromkeys(store.languages, f"TVA {rate}%")
        tax = store.insert("taxes", {"rate": rate, "active": 1, "name": names})
        group = store.insert(
            "tax_rule_groups", {"name": name, "active": 1, "date_add": now, "date_upd": now}
        )
        store.insert(
            "tax_rules",
            {
                "id_tax_rules_group": group,
                "id_country": _COUNTRY,
                "zipcode_from": "0",
                "zipcode_to": "0",
                "id_tax": tax,
            },
        )
