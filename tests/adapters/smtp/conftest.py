"""Mail servers on this machine, and the authority that vouches for them."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.adapters.smtp.mailroom import HOST, Mailroom


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who vouches for servers; made anew for these tests."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the one certificate that is trusted."""
    file = tmp_path_factory.mktemp("trust") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture(scope="session")
def encryption(authority: trustme.CA) -> ssl.SSLContext:
    """What a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@pytest.fixture
def room() -> Iterator[Mailroom]:
    """A server that neither encrypts nor asks who one is."""
    with Mailroom() as open_room:
        yield open_room


@pytest.fixture
def safe_room(encryption: ssl.SSLContext) -> Iterator[Mailroom]:
    """A server that takes mails only over STARTTLS, from who has a password."""
    with Mailroom(tls_context=encryption, require_starttls=True, auth_required=True) as open_room:
        yield open_room
