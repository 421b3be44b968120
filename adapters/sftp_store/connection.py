"""A conversation with a server that has proved who it is."""

from pathlib import Path

import asyncssh

from pos2web.adapters.sftp_store.settings import SftpSettings
from pos2web.errors import CredentialsError
from pos2web.messages import message

KEEPALIVE_S = 15.0
KEEPALIVES_MAX = 3
FINGERPRINT = "SHA256:"
USERS_OWN = "~/.ssh/known_hosts"
Known = str | tuple[list[asyncssh.SSHKey], list[asyncssh.SSHKey], list[asyncssh.SSHKey]]


class Introduction(asyncssh.SSHClient):
    """Asked about a host key that is not known yet; remembers the one that it was shown."""

    def __init__(self, expected: str) -> None:
        self.fingerprint = ""
        self._expected = expected

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        del host, addr, port
        self.fingerprint = key.get_fingerprint()
        return self._expected == self.fingerprint


async def connect(settings: SftpSettings) -> asyncssh.SSHClientConnection:
    """Talk to the server and log in. Raises CredentialsError when it doesn't prove who it is, or
    our own key can't be read; what goes wrong otherwise comes as asyncssh has it."""
    introduction = Introduction(settings.host_key)
    key = our_key(settings)
    try:
        return await asyncssh.connect(
            settings.host,
            settings.port,
            username=settings.user,
            password=settings.password or None,
            client_keys=None if key is None else [key],
            known_hosts=known(settings),
            client_factory=lambda: introduction,
            agent_path=None,
            config=None,
            connect_timeout=settings.timeout_s,
            login_timeout=settings.timeout_s,
            keepalive_interval=KEEPALIVE_S,
            keepalive_count_max=KEEPALIVES_MAX,
        )
    except asyncssh.HostKeyNotVerifiable as error:
        raise CredentialsError(unproved(settings, introduction.fingerprint)) from error


def known(settings: SftpSettings) -> Known:
    """The host keys that are believed, besides the one whose fingerprint is set.

    Raises CredentialsError.
    """
    if settings.host_key and not settings.host_key.startswith(FINGERPRINT):
        return [public_key(settings.host_key)], [], []
    file = Path(settings.known_hosts or USERS_OWN).expanduser()
    if settings.host_key or (not settings.known_hosts and not file.is_file()):
        return [], [], []
    if not file.is_file():
        raise CredentialsError(
            message("known_hosts {file} of {where} isn't there", file=file, where=settings.where)
        )
    return str(file)


def public_key(text: str) -> asyncssh.SSHKey:
    """A key as it stands in a file of host keys. Raises CredentialsError."""
    try:
        return asyncssh.import_public_key(text)
    except asyncssh.KeyImportError as error:
        raise CredentialsError(
            message(
                "host_key {text!r} is neither a fingerprint ({fingerprint}…) nor a public "
                "key: {error}",
                text=text[:60],
                fingerprint=FINGERPRINT,
                error=error,
            )
        ) from error


def our_key(settings: SftpSettings) -> asyncssh.SSHKey | None:
    """What we prove ourselves with, besides a password. Raises CredentialsError."""
    if not settings.key_file:
        return None
    try:
        file = Path(settings.key_file).expanduser()
        return asyncssh.read_private_key(file, settings.key_password or None)
    except OSError as error:
        text = message(
            "key_file {key_file} can't be read: {strerror}",
            key_file=settings.key_file,
            strerror=error.strerror,
        )
        raise CredentialsError(text) from error
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        # Without their words, which are the same for a wrong password and for another file.
        text = message(
            "key_file {key_file} is no private key that key_password opens",
            key_file=settings.key_file,
        )
        if "bcrypt" in str(error):
            text = message(
                "{text}: for a password on a key of OpenSSH's own format the Python package bcrypt "
                "is needed; take a key without one (ssh-keygen -p), or install bcrypt",
                text=text,
            )
        raise CredentialsError(text) from None


def unproved(settings: SftpSettings, fingerprint: str) -> str:
    """What to say of a server that showed a host key that we don't know."""
    server = f"{settings.host}:{settings.port}"
    if settings.host_key:
        return message(
            "{server} has the host key {fingerprint} now, not the one that is set: somebody may "
            "stand between us and it. Only when you know that the server was set up anew, change "
            "host_key",
            server=server,
            fingerprint=fingerprint,
        )
    looked = settings.known_hosts or USERS_OWN
    return message(
        "{server} shows the host key {fingerprint}, which is not known ({looked}). Ask who runs "
        "the server whether that is its own: there, ssh-keygen -lf "
        '/etc/ssh/ssh_host_ed25519_key.pub shows it. Then set host_key = "{fingerprint}"',
        server=server,
        fingerprint=fingerprint,
        looked=looked,
    )
