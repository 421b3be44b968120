"""The servers are what the tests of stores take them for."""

import os
import shutil
import stat
import subprocess
from contextlib import ExitStack

import httpx
import obstore
import pytest
from obstore.store import S3Store

from tests.servers.s3 import BAKERY, FLORIST, OWNER, Key, S3Server
from tests.servers.sftp import Login, SftpServer


def opened(server: S3Server, key: Key) -> S3Store:
    return S3Store(
        server.bucket,
        endpoint=server.endpoint,
        region=server.region,
        access_key_id=key.access_key,
        secret_access_key=key.secret,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )


def sftp(server: SftpServer, login: Login, *words: str) -> subprocess.CompletedProcess[str]:
    """What OpenSSH's own client says to these commands."""
    options = [
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        f"IdentityFile={login.key_file}",
        f"Port={server.port}",
    ]
    flags = [part for option in options for part in ("-o", option)]
    return subprocess.run(  # noqa: S603 - a command of our own
        [shutil.which("sftp") or "sftp", "-b", "-", *flags, f"{login.user}@127.0.0.1"],
        input="\n".join(words) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_owner_of_a_bucket_may_do_all(s3_server: S3Server) -> None:
    store = opened(s3_server, OWNER)

    obstore.put(store, "try/it", b"tea")

    assert obstore.get(store, "try/it").bytes() == b"tea"


@pytest.mark.parametrize("key", [BAKERY, FLORIST])
def test_a_merchants_key_opens_their_prefix_alone(s3_server: S3Server, key: Key) -> None:
    obstore.put(opened(s3_server, OWNER), "try/it", b"tea")
    store = opened(s3_server, key)

    obstore.put(store, f"{key.prefix}/it", b"bread")

    assert obstore.get(store, f"{key.prefix}/it").bytes() == b"bread"
    with pytest.raises(obstore.exceptions.PermissionDeniedError):
        obstore.get(store, "try/it")


def test_who_has_no_key_is_refused(s3_server: S3Server) -> None:
    assert httpx.get(f"{s3_server.endpoint}/{s3_server.bucket}").status_code == 403


def test_files_are_served_to_who_has_the_key(sftp_server: SftpServer) -> None:
    shutil.copyfile(__file__, sftp_server.folder / "here")

    said = sftp(sftp_server, sftp_server.login, f"ls {sftp_server.folder}")

    assert "here" in said.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server can shut users in")
def test_a_merchant_is_shut_in_and_writes_below_store(sftp_server: SftpServer) -> None:
    for each in sftp_server.merchants:
        said = sftp(sftp_server, each, f"put {__file__} /store/it", f"ls {sftp_server.folder}")

        with ExitStack() as stack:
            stack.callback((sftp_server.seen(each) / "it").unlink)
            assert stat.S_ISREG((sftp_server.seen(each) / "it").stat().st_mode)
            assert "not found" in said.stderr


def test_the_host_key_has_a_fingerprint(sftp_server: SftpServer) -> None:
    assert sftp_server.fingerprint.startswith("SHA256:")
    assert sftp_server.host_key.startswith("ssh-ed25519 AAAA")


def test_servers_that_were_ended_can_be_started_again(
    s3_server: S3Server, sftp_server: SftpServer
) -> None:
    address = s3_server.endpoint, sftp_server.port
    obstore.put(opened(s3_server, OWNER), "try/again", b"tea")

    for server in (s3_server, sftp_server):
        server.kill()
        server.start()

    assert (s3_server.endpoint, sftp_server.port) == address
    assert obstore.get(opened(s3_server, OWNER), "try/again").bytes() == b"tea"
