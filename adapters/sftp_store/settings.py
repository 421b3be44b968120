"""What is set for a store on a server for SFTP; `adapter.toml` explains it to people."""

import msgspec

PORT = 22


class SftpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the defaults are those of `adapter.toml`.

    The server proves itself by `host_key` (its fingerprint, or the key itself); where that is empty
    by the file `known_hosts`, and where that is empty too by the user's own. We prove ourselves by
    the key in `key_file`, or by `password`.
    """

    host: str
    user: str
    path: str
    port: int = PORT
    host_key: str = ""
    known_hosts: str = ""
    key_file: str = ""
    key_password: str = ""
    password: str = ""
    timeout_s: float = 30.0

    def __repr__(self) -> str:
        return f"SftpSettings({self.where!r})"  # never a password

    @property
    def where(self) -> str:
        """Which place, for messages."""
        port = "" if self.port == PORT else f":{self.port}"
        slash = "" if self.path.startswith("/") else "/~/"
        return f"sftp://{self.user}@{self.host}{port}{slash}{self.path}"
