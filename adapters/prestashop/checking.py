"""Looks whether a shop can be reached, read and written, and says it in plain words."""

from collections.abc import Iterator
from datetime import UTC, datetime

from pos2web.adapters.prestashop.client import Client
from pos2web.adapters.prestashop.cursor import seconds_of
from pos2web.adapters.prestashop.marking import MARKS, NEEDED
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.site import READS, WRITES, Rights, read_rights, read_setup
from pos2web.adapters.prestashop.xml import text, whole
from pos2web.errors import CredentialsError, Pos2WebError, ProtocolError, TransientError
from pos2web.messages import joined, message, message_of
from pos2web.ports import Clock, Finding, Severity

CLOCK_S_MAX = 120
_OPTIONAL = (MARKS.name,)
_KEY_PAGE = message("Advanced parameters > Web service")
_PRODUCT_PAGE = message("Shop parameters > Product settings")

_LAST, _STOCK = "PS_LAST_QTIES", "PS_STOCK_MANAGEMENT"


def check(client: Client, settings: PrestashopSettings, clock: Clock) -> Iterator[Finding]:
    """Yield what was found, the worst first stop included; never raises for it."""
    try:
        rights = read_rights(client)
    except Pos2WebError as error:
        yield _unreachable(error)
        return
    yield _ok(
        "shop",
        message(
            "{name} at {where} answers, PrestaShop {version}",
            name=rights.shop_name,
            where=client.where,
            version=rights.version,
        ),
    )
    yield from _version(rights)
    yield from _missing_rights(rights)
    yield _mark(rights)
    yield from _clock_difference(client, clock)
    yield from _set_up(client, settings)
    if rights.may(MARKS.name, "get"):
        yield from _notes(client)


def _unreachable(error: Pos2WebError) -> Finding:
    remedies = {
        CredentialsError: message(
            "Copy the key again from {key_page}, and switch it on there.", key_page=_KEY_PAGE
        ),
        ProtocolError: message("Use the shop's own address with https, and check id_shop."),
        TransientError: message(
            "See that the shop is up, and that {key_page} has the web service on.",
            key_page=_KEY_PAGE,
        ),
    }
    remedy = next((text for kind, text in remedies.items() if isinstance(error, kind)), "")
    return Finding(severity=Severity.PROBLEM, about="shop", text=message_of(error), remedy=remedy)


def _version(rights: Rights) -> Iterator[Finding]:
    if not rights.knows_patch:
        yield Finding(
            severity=Severity.PROBLEM,
            about="version",
            text=message(
                "PrestaShop {version} can't change parts of a record", version=rights.version
            ),
            remedy=message("Update the shop to PrestaShop 8.0.2 or later."),
        )


def _missing_rights(rights: Rights) -> Iterator[Finding]:
    needed = {**WRITES, **dict.fromkeys(READS, ("get",))}
    missing = [
        f"{resource} ({', '.join(absent)})"
        for resource, methods in needed.items()
        if (absent := [method.upper() for method in methods if not rights.may(resource, method)])
    ]
    if missing:
        yield Finding(
            severity=Severity.PROBLEM,
            about="rights",
            text=message("the key lacks rights: {missing}", missing="; ".join(missing)),
            remedy=message("Tick them for this key in {key_page}.", key_page=_KEY_PAGE),
        )
    else:
        yield _ok("rights", message("the key may do all that is needed"))
    for resource in _OPTIONAL:
        if not rights.may(resource, "get"):
            yield Finding(
                severity=Severity.WARNING,
                about="rights",
                text=message(
                    "the key may not read {resource}: PrestaShop's defaults are assumed",
                    resource=resource,
                ),
                remedy=message(
                    "Tick {resource} (GET) for this key in {key_page}.",
                    resource=resource,
                    key_page=_KEY_PAGE,
                ),
            )


def _mark(rights: Rights) -> Finding:
    """Whether we can say there that we write, so that no second installation does."""
    resource = MARKS.name
    missing = [method.upper() for method in NEEDED if not rights.may(resource, method)]
    if not missing:
        return _ok(
            "writer", message("the shop keeps a mark of which Pos2Web writes to it: only one does")
        )
    return Finding(
        severity=Severity.WARNING,
        about="writer",
        text=message(
            "nothing keeps two Pos2Web from writing to the shop at once: the key lacks "
            "{resource} ({missing})",
            resource=resource,
            missing=", ".join(missing),
        ),
        remedy=message(
            "Tick {resource} ({missing}) for this key in {key_page}.",
            resource=resource,
            missing=", ".join(missing),
            key_page=_KEY_PAGE,
        ),
    )


def _clock_difference(client: Client, clock: Clock) -> Iterator[Finding]:
    server_s = seconds_of(client.latest)
    if not server_s:
        return
    apart_s = abs((datetime.fromtimestamp(server_s, UTC) - clock()).total_seconds())
    if apart_s > CLOCK_S_MAX:
        yield Finding(
            severity=Severity.WARNING,
            about="clock",
            text=message("the shop's clock and ours are {apart_s:.0f} s apart", apart_s=apart_s),
            remedy=message("Set both by a time server."),
        )
    else:
        yield _ok(
            "clock", message("the shop's clock and ours are {apart_s:.0f} s apart", apart_s=apart_s)
        )


def _set_up(client: Client, settings: PrestashopSettings) -> Iterator[Finding]:
    try:
        profile = read_setup(client, settings).profile
    except Pos2WebError as error:
        yield Finding(
            severity=Severity.PROBLEM,
            about="set-up",
            text=message_of(error),
            remedy=message("Mend this first; then check again."),
        )
        return
    on_offer = [message("{rate:f} %", rate=rate.normalize()) for rate in profile.tax_rates or ()]
    yield _ok(
        "languages",
        message(
            "languages: {languages}; prices in {currency}",
            languages=", ".join(profile.languages),
            currency=profile.currency,
        ),
    )
    yield _ok("taxes", message("tax rates on offer: {rates}", rates=joined(", ", on_offer)))
    yield _ok(
        "photos",
        message("photos of up to {bytes_max:,} bytes", bytes_max=profile.limits.image_bytes_max),
    )


def _notes(client: Client) -> Iterator[Finding]:
    """When customers read the notes on availability: the shop's own settings decide."""
    try:
        found = client.table(MARKS, {"filter[name]": f"[{_LAST}|{_STOCK}]"})
    except Pos2WebError:
        return  # the set-up, read from the same place, has told of it
    stored = {text(row, "name"): row for row in found}
    if _STOCK in stored and whole(stored[_STOCK], "value") == 0:
        yield Finding(
            severity=Severity.WARNING,
            about="notes",
            text=message("the shop doesn't manage stock: it shows no notes on availability"),
            remedy=message(
                "Switch stock management on in {product_page} where you use such notes.",
                product_page=_PRODUCT_PAGE,
            ),
        )
    elif _LAST in stored and (last := whole(stored[_LAST], "value")) > 0:
        yield _ok(
            "notes",
            message("notes on availability are read where more than {last} are left", last=last),
        )


def _ok(about: str, said: str) -> Finding:
    return Finding(severity=Severity.OK, about=about, text=said)
