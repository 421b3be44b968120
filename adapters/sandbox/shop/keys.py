"""Web service keys: who may do what to which resource."""

import base64
import binascii
from collections.abc import Mapping

import msgspec

from pos2web.adapters.sandbox.shop.answer import HTML, Answer, Refusal
from pos2web.adapters.sandbox.shop.schema import RESOURCES

METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD")
KEY_LENGTH = 32
DEFAULT_KEY = "SANDBOX0SANDBOX0SANDBOX0SANDBOX0"
REALM = (
    'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the'
    ' login. No password required."'
)
NO_KEY = Answer(
    status=401,
    body=b"401 Unauthorized",
    content_type=HTML,
    headers=(("WWW-Authenticate", REALM),),
    is_webservice=False,
)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key's rights: methods by resource; None means all of them."""

    rights: dict[str, tuple[str, ...]] | None = None
    is_active: bool = True

    def methods(self, resource: str) -> tuple[str, ...]:
        """What this key may do to a resource."""
        return METHODS if self.rights is None else self.rights.get(resource, ())


def presented(headers: Mapping[str, str], parameters: Mapping[str, str]) -> str:
    """The key that came along, as the user of HTTP basic or in the address; empty without."""
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, _ = base64.b64decode(encoded).decode("utf-8", "replace").partition(":")
        except binascii.Error:
            return ""
        return user
    return parameters.get("ws_key", "")


def admit(keys: Mapping[str, Key], secret: str) -> Key:
    """The key behind a secret, or the refusal that PrestaShop gives."""
    key = keys.get(secret)
    if len(secret) != KEY_LENGTH:
        raise _with_realm(Refusal(401, 18, "Invalid authentication key format"))
    if key is None or not key.is_active:
        nobody = Refusal(401, 21, "No permission for this authentication key")
        raise _with_realm(nobody.after((20, "Authentification key is not active")))
    if key.rights is not None and not key.rights:
        raise _with_realm(Refusal(401, 21, "No permission for this authentication key"))
    return key


def _with_realm(refusal: Refusal) -> Refusal:
    refusal.headers = (("WWW-Authenticate", REALM),)
    return refusal


def check_rights(key: Key, resource: str, method: str) -> None:
    """Refuse what this key, or any, may not do."""
    methods = key.methods(resource)
    if not methods:
        raise Refusal(
            401,
            26,
            f'Resource of type "{resource}" is not allowed with this authentication key',
        )
    if method not in methods:
        raise Refusal(
            405,
            25,
            f"Method {method} is not allowed for the resource {resource} with this authentication"
            " key",
        )
    if method in RESOURCES[resource].forbidden:
        raise Refusal(405, 101, f"Method {method} is not allowed for the resource {resource}")
