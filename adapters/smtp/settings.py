"""What a merchant sets for one way of mailing; `adapter.toml` explains each to people."""

from typing import Literal

import msgspec

Security = Literal["starttls", "tls", "none"]
USUAL_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


class SmtpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the defaults are those of `adapter.toml`.

    Port 0 is the usual one, an empty `helo` this machine's name, an empty `ca_file` whom the
    system trusts.
    """

    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    helo: str = ""
    timeout_s: float = 30.0
    ca_file: str = ""

    def __repr__(self) -> str:
        return f"SmtpSettings(host={self.host!r})"  # never the password

    @property
    def where(self) -> str:
        """Which server, for messages."""
        return f"{self.host}:{self.port or USUAL_PORTS[self.security]}"
