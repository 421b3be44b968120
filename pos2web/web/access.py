"""Who may ask: by the name that they call us, and by the token that they show."""

import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True)
class Access:
    """The tokens of the control interface and of the tills' hook, and the names that are ours.

    A page on the Internet can make a browser ask us by a name of its own that leads here, so what
    comes under any other name is refused.
    """

    token: str = field(repr=False)
    hook_token: str = field(repr=False)
    names: frozenset[str] = LOOPBACK

    def knows(self, host_header: str) -> bool:
        """Whether this is a name of ours; its port says nothing."""
        try:
            return urlsplit(f"//{host_header}").hostname in self.names
        except ValueError:
            return False

    def controls(self, authorization: str) -> bool:
        """Whether this header lets one look and decide."""
        scheme, _, shown = authorization.partition(" ")
        return scheme.lower() == "bearer" and same(shown.strip(), self.token)

    def hints(self, shown: str) -> bool:
        """Whether a till that shows this may say that something changed."""
        return same(shown, self.hook_token)


def same(shown: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of how much of them is."""
    return bool(expected) and hmac.compare_digest(shown.encode(), expected.encode())
