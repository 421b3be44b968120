"""Looks whether a shop can be reached, read and written, and says it in plain words."""

from collections.abc import Iterator
from datetime import UTC, datetime

from adapters.prestashop.client import Client
from adapters.prestashop.cursor import seconds_of
from adapters.prestashop.settings import PrestashopSettings
from adapters.prestashop.site import READS, WRITES, Rights, read_rights, read_setup
from pos2web.errors import CredentialsError, Pos2WebError, ProtocolError, TransientError
from pos2web.ports import Clock, Finding, Severity

CLOCK_S_MAX = 120
_OPTIONAL = ("configurations",)
_KEY_PAGE = "Advanced parameters > Web service"


def check(client: Client, settings: PrestashopSettings, clock: Clock) -> Iterator[Finding]:
    """Yield what was found, the worst first stop included; never raises for it."""
    try:
        rights = read_rights(client)
    except Pos2WebError as error:
        yield _unreachable(error)
        return
    yield _ok("shop", f"{rights.shop_name} at {client.where} answers, PrestaShop {rights.version}")
    yield from _version(rights)
    yield from _missing_rights(rights)
    yield from _clock_difference(client, clock)
    yield from _set_up(client, settings)


def _unreachable(error: Pos2WebError) -> Finding:
    remedies = {
        CredentialsError: f"Copy the key again from {_KEY_PAGE}, and switch it on there.",
        ProtocolError: "Use the shop's own address with https, and check id_shop.",
        TransientError: f"See that the shop is up, and that {_KEY_PAGE} has the web service on.",
    }
    remedy = next((text for kind, text in remedies.items() if isinstance(error, kind)), "")
    return Finding(severity=Severity.PROBLEM, about="shop", text=str(error), remedy=remedy)


def _version(rights: Rights) -> Iterator[Finding]:
    if not rights.knows_patch:
        yield Finding(
            severity=Severity.PROBLEM,
            about="version",
            text=f"PrestaShop {rights.version} can't change parts of a record",
            remedy="Update the shop to PrestaShop 8.0.2 or later.",
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
            text=f"the key lacks rights: {'; '.join(missing)}",
            remedy=f"Tick them for this key in {_KEY_PAGE}.",
        )
    else:
        yield _ok("rights", "the key may do all that is needed")
    for resource in _OPTIONAL:
        if not rights.may(resource, "get"):
            yield Finding(
                severity=Severity.WARNING,
                about="rights",
                text=f"the key may not read {resource}: PrestaShop's defaults are assumed",
                remedy=f"Tick {resource} (GET) for this key in {_KEY_PAGE}.",
            )


def _clock_difference(client: Client, clock: Clock) -> Iterator[Finding]:
    told = seconds_of(client.latest)
    if not told:
        return
    apart_s = abs((datetime.fromtimestamp(told, UTC) - clock()).total_seconds())
    if apart_s > CLOCK_S_MAX:
        yield Finding(
            severity=Severity.WARNING,
            about="clock",
            text=f"the shop's clock and ours are {apart_s:.0f} s apart",
            remedy="Set both by a time server.",
        )
    else:
        yield _ok("clock", f"the shop's clock and ours are {apart_s:.0f} s apart")


def _set_up(client: Client, settings: PrestashopSettings) -> Iterator[Finding]:
    try:
        profile = read_setup(client, settings).profile
    except Pos2WebError as error:
        yield Finding(
            severity=Severity.PROBLEM,
            about="set-up",
            text=str(error),
            remedy="Mend this first; then check again.",
        )
        return
    rates = ", ".join(f"{rate.normalize():f} %" for rate in profile.tax_rates or ())
    yield _ok(
        "languages", f"languages: {', '.join(profile.languages)}; prices in {profile.currency}"
    )
    yield _ok("taxes", f"tax rates on offer: {rates}")
    yield _ok("photos", f"photos of up to {profile.limits.image_bytes_max:,} bytes")


def _ok(about: str, text: str) -> Finding:
    return Finding(severity=Severity.OK, about=about, text=text)
