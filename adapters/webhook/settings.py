"""What a merchant sets for one webhook; `adapter.toml` explains each to people."""

import msgspec


class WebhookSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the defaults are those of `adapter.toml`. Without a secret nothing is signed."""

    url: str
    secret: str = ""
    timeout_s: float = 30.0
    ca_file: str = ""

    def __repr__(self) -> str:
        return "WebhookSettings()"  # an address may be a secret too
