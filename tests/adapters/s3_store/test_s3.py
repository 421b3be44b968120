"""What is peculiar to a store in a bucket: bad days of services, keys that open a part, parts."""

import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import msgspec
import pytest
import trustme

from pos2web.adapters.s3_store.adapter import from_address, open_store
from pos2web.adapters.s3_store.client import endpoint_of
from pos2web.adapters.s3_store.mapping import ours
from pos2web.adapters.s3_store.settings import S3Settings
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RecordError,
    SettingsError,
    TransientError,
)
from pos2web.ports import BackupStore, Severity
from tests.adapters.s3_store.service import Service, answer, refusal
from tests.adapters.s3_store.worlds import settings_of
from tests.servers.fixtures import own_folder
from tests.servers.line import Line
from tests.servers.processes import HOST, free_ports
from tests.servers.s3 import BAKERY, FLORIST, OWNER, S3Server

SECRETS = {"POS2WEB_STORE_ACCESS_KEY": "key", "POS2WEB_STORE_SECRET": "S3CRET"}
PAGE_MAX = 1000
"""What services list at once."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as service:
        yield service


def opened(endpoint: str, **settings: Any) -> BackupStore:
    given = {"bucket": "bucket", "access_key": "key", "secret": "S3CRET", "timeout_s": 20.0}
    return open_store(S3Settings(endpoint=endpoint, **{**given, **settings}))


def names(store: BackupStore, prefix: str = "") -> list[str]:
    return [each.name for each in store.list(prefix)]


# Bad days.


@pytest.mark.parametrize(
    ("bad", "kind", "said"),
    [
        (refusal(500, "InternalError"), TransientError, "500 InternalError"),
        (refusal(503, "SlowDown", "Reduce your rate."), TransientError, "Reduce your rate"),
        (refusal(502), TransientError, "502"),
        (refusal(507), TransientError, "is full"),
        (refusal(403, "QuotaExceeded", "No room"), TransientError, "is full"),
        (refusal(507, "XMinioStorageFull"), TransientError, "is full"),
        (refusal(429), TransientError, "429"),
        (refusal(409, "OperationAborted"), TransientError, "409"),
        (refusal(401), CredentialsError, "does not let us"),
        (refusal(403), CredentialsError, "does not let us"),
        (refusal(403, "AccessDenied", "No."), CredentialsError, "403 AccessDenied No"),
        (refusal(403, "RequestTimeTooSkewed", "clock"), CredentialsError, "clock"),
        (refusal(400, "AuthorizationHeaderMalformed", "region"), CredentialsError, "region"),
        (refusal(301, "PermanentRedirect"), CredentialsError, "look at region"),
        (refusal(404, "NoSuchBucket"), CredentialsError, "no such bucket"),
        (refusal(400, "InvalidArgument"), ProtocolError, "makes no sense"),
        (refusal(418), ProtocolError, "418"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", TransientError, "can't be talked to"),
        (b"", TransientError, "can't be talked to"),
    ],
)
def test_what_a_service_answers_is_sorted(
    service: Service, bad: bytes, kind: type[Pos2WebError], said: str
) -> None:
    store = opened(service.endpoint)
    service.bad, service.matches = bad, "PUT"

    with pytest.raises(kind, match=said) as caught:
        store.put("tea", b"tea", replace=True)

    assert "bucket" in str(caught.value)
    assert "S3CRET" not in f"{caught.value!r}"


def test_what_the_library_can_t_read_makes_no_sense() -> None:
    error = ours("Generic S3 error: unexpected element in a list", "the bucket")

    assert isinstance(error, ProtocolError)
    assert "unexpected element" in error.answer


@pytest.mark.parametrize("code", ["NoSuchBucket", "AccessDenied"])
def test_every_method_tells_what_it_may_not(service: Service, code: str) -> None:
    store = opened(service.endpoint)
    service.bad = refusal(404 if code == "NoSuchBucket" else 403, code)

    for ask in (
        lambda: store.put("tea", b"tea", replace=True),
        lambda: store.get("tea"),
        lambda: names(store),
        lambda: store.delete(["tea"]),
    ):
        with pytest.raises(CredentialsError):
            ask()
    assert [each.severity for each in store.check()] == [Severity.PROBLEM]


def test_a_page_of_the_provider_is_no_list(service: Service) -> None:
    service.bad = answer(200, b"<!DOCTYPE html><html><body>Welcome to our hotspot</body></html>")

    with pytest.raises(ProtocolError):
        names(opened(service.endpoint))


@pytest.mark.parametrize("ask", [names, lambda store: store.get("tea")])
def test_an_answer_that_breaks_off_is_no_answer(
    service: Service, ask: Callable[[BackupStore], object]
) -> None:
    store = opened(service.endpoint)
    for name in ("cake", "tea"):
        store.put(name, b"x" * 1000)
    service.bad = answer(200, b"<ListBucketResult><Contents>", length=1000)

    with pytest.raises(TransientError):
        ask(store)


def test_what_a_service_did_not_delete_is_told(service: Service) -> None:
    store = opened(service.endpoint)
    error = b"<Error><Key>tea</Key><Code>AccessDenied</Code><Message>No.</Message></Error>"
    service.bad = answer(200, b"<DeleteResult>" + error + b"</DeleteResult>")

    with pytest.raises(CredentialsError, match="AccessDenied"):
        store.delete(["tea"])


def test_a_service_that_is_too_slow_may_be_asked_later(s3_server: S3Server) -> None:
    settings = msgspec.structs.replace(settings_of(s3_server, prefix="slow"), timeout_s=0.3)
    store = open_store(settings)
    s3_server.pause()
    try:
        for ask in (lambda: store.put("tea", b"tea"), lambda: store.get("tea")):
            with pytest.raises(TransientError):
                ask()
    finally:
        s3_server.go_on()


# Services that don't decide who was first.


def test_where_the_service_decides_one_asks_for_it(service: Service) -> None:
    store = opened(service.endpoint)

    assert store.put("tea", b"tea")
    assert not store.put("tea", b"other tea")

    assert [each.severity for each in store.check()] == [Severity.OK]


def test_where_a_service_overwrites_a_look_must_do(service: Service) -> None:
    service.ignores_conditions = True
    store = opened(service.endpoint)

    assert store.put("tea", b"tea")
    assert not store.put("tea", b"other tea")
    assert store.get("tea") == b"tea"


def test_where_a_service_refuses_the_condition_a_look_must_do(service: Service) -> None:
    service.refuses_conditions = True
    store = opened(service.endpoint)

    assert store.put("tea", b"tea")
    assert store.put("cake", b"cake")
    assert not store.put("tea", b"other tea")

    assert store.get("tea") == b"tea"
    assert [each.split()[0] for each in service.requests[:3]] == ["HEAD", "PUT", "PUT"]


@pytest.mark.parametrize("how", ["ignores_conditions", "refuses_conditions"])
def test_a_check_says_that_both_may_be_first(service: Service, how: str) -> None:
    setattr(service, how, True)

    *_, found = opened(service.endpoint).check()

    assert found.severity is Severity.WARNING
    assert "overwrites" in found.text


# A real server.


def test_a_key_of_one_merchant_opens_nothing_of_another(s3_server: S3Server) -> None:
    own = open_store(settings_of(s3_server, key=BAKERY, prefix=BAKERY.prefix))
    foreign = open_store(settings_of(s3_server, key=BAKERY, prefix=FLORIST.prefix))
    florist = open_store(settings_of(s3_server, key=FLORIST, prefix=FLORIST.prefix))
    florist.put("roses", b"roses", replace=True)

    assert [each.severity for each in own.check()] == [Severity.OK]
    for ask in (
        lambda: foreign.put("thorns", b"x"),
        lambda: foreign.put("roses", b"x", replace=True),
        lambda: foreign.get("roses"),
        lambda: names(foreign),
        lambda: names(open_store(settings_of(s3_server, key=BAKERY))),
        lambda: foreign.delete(["roses"]),
    ):
        with pytest.raises(CredentialsError):
            ask()
    assert florist.get("roses") == b"roses"


def test_more_is_listed_than_fits_on_a_page(s3_server: S3Server) -> None:
    store = open_store(settings_of(s3_server, prefix="many"))
    wanted = [f"e/{number:05}" for number in range(PAGE_MAX + 5)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: store.put(name, b"x", replace=True), wanted))

    assert names(store) == wanted
    store.delete(wanted)
    assert names(store) == []


def test_a_large_object_goes_in_parts(s3_server: S3Server, line: Line) -> None:
    settings = settings_of(s3_server, prefix="large", port=line.port)
    store = open_store(msgspec.structs.replace(settings, multipart_mb=5))
    content, other = b"a" * 20_000_000, b"b" * 9_000_000

    assert store.put("tea", content)
    assert not store.put("tea", other)
    assert store.get("tea") == content
    assert store.put("tea", other, replace=True)
    assert store.get("tea") == other

    with line.dying_after(10_000_000), pytest.raises(TransientError):
        store.put("cake", content)
    assert names(store) == ["tea"]
    assert store.put("cake", content)


def test_a_server_that_dies_in_an_upload_has_nothing_of_it() -> None:
    with own_folder() as folder, ExitStack() as stack:
        server = S3Server(folder).start()
        stack.callback(server.kill)
        line = stack.enter_context(Line(server.port))
        store = open_store(settings_of(server, port=line.port))
        store.put("tea", b"tea")

        with line.doing_after(5_000_000, server.kill), pytest.raises(TransientError):
            store.put("cake", b"x" * 20_000_000)
        server.start()

        assert names(store) == ["tea"]
        assert store.put("cake", b"cake")
        assert store.get("cake") == b"cake"


def test_only_a_server_that_proves_itself_is_told_anything(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    with HTTPServer((HOST, 0), Quiet) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            endpoint = f"https://{HOST}:{server.server_port}"
            for trusted in ("", str(tmp_path / "other.pem")):
                with pytest.raises(CredentialsError, match="does not prove who it is"):
                    opened(endpoint, ca_file=trusted).get("tea")
            with pytest.raises(RecordError):
                opened(endpoint, ca_file=str(tmp_path / "ca.pem")).get("tea")
        finally:
            server.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """Has nothing, and says nothing about it."""

    def log_message(self, *_arguments: object) -> None:
        """Not on the screen."""


# Settings and addresses.


def test_a_check_warns_of_a_line_that_others_can_read() -> None:
    *_, found = opened("http://nowhere.invalid", timeout_s=2.0).check()

    assert found.severity is Severity.WARNING
    assert "https://" in found.remedy


@pytest.mark.parametrize(
    ("settings", "endpoint"),
    [
        ({"endpoint": "https://s3.example.com/"}, "https://s3.example.com"),
        ({"endpoint": "https://s3.example.com:9000"}, "https://s3.example.com:9000"),
        (
            {"endpoint": "https://s3.example.com", "path_style": False},
            "https://bucket.s3.example.com",
        ),
        ({"endpoint": ""}, ""),
    ],
)
def test_the_bucket_stands_where_it_is_wanted(settings: dict[str, Any], endpoint: str) -> None:
    given = S3Settings(bucket="bucket", access_key="key", secret="x", **settings)  # noqa: S106 - of a test

    assert endpoint_of(given) == endpoint


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"endpoint": "s3.example.com"}, "https://s3.example.com"),
        ({"endpoint": "ftp://s3.example.com"}, "https://s3.example.com"),
        ({"endpoint": "https://user:S3CRET@s3.example.com"}, "https://s3.example.com"),
        ({"endpoint": "https://s3.example.com/bucket"}, "https://s3.example.com"),
        ({"bucket": "my bucket"}, "can't be a bucket"),
        ({"bucket": ""}, "can't be a bucket"),
        ({"prefix": "Tea shop"}, "can't be the prefix"),
        ({"prefix": "a/../b"}, "can't be the prefix"),
        ({"secret": ""}, "needs an access key and its secret"),
        ({"access_key": ""}, "needs an access key and its secret"),
        ({"ca_file": "/nowhere.pem"}, "can't be read"),
        ({"ca_file": __file__}, "holds no certificates"),
    ],
)
def test_a_setting_that_is_wrong_is_named(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        opened(**{"endpoint": "https://s3.example.com", **settings})

    assert "S3CRET" not in str(caught.value)


def test_nothing_shows_the_secret() -> None:
    settings = S3Settings(bucket="bucket", access_key="key", secret="S3CRET")  # noqa: S106 - of a test

    assert "S3CRET" not in repr(settings)
    assert "Amazon" in open_store(settings).name


def test_an_address_says_all_but_the_secret(s3_server: S3Server) -> None:
    store = from_address(s3_server.address("from/address"), OWNER.secrets)

    assert store.put("tea", b"tea", replace=True)
    assert names(store) == ["tea"]
    assert names(open_store(settings_of(s3_server, prefix="from"))) == ["address/tea"]


def test_the_access_key_may_stand_in_the_address(service: Service) -> None:
    address = f"s3://bucket?endpoint={service.endpoint}&access_key=key&path_style=true"

    store = from_address(address, {"POS2WEB_STORE_SECRET": "S3CRET"})

    assert store.put("tea", b"tea")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://key:S3CRET@bucket/prefix", "holds no password"),
        ("s3://key@bucket/prefix", "is no bucket"),
        ("s3://bucket:99/prefix", "is no bucket"),
        ("s3://bucket:x/prefix", "is no address"),
        ("s3:///prefix", "can't be a bucket"),
        ("s3://bucket/Prefix", "can't be the prefix"),
        ("s3://bucket?secret=S3CRET", "secret is unknown"),
        ("s3://bucket?region=a&region=b", "twice"),
        ("s3://bucket?path_style=perhaps", "true or false"),
        ("s3://bucket#x", "write %23"),
        ("sftp://host/path", "is no bucket"),
        ("ftp://host/path", "ftp://host/path is no bucket"),
        ("/path", "is no bucket"),
    ],
)
def test_an_address_that_is_wrong_is_told(address: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        from_address(address, SECRETS)

    assert "S3CRET" not in str(caught.value)


def test_an_address_without_its_secret_says_where_to_give_it() -> None:
    with pytest.raises(SettingsError, match="POS2WEB_STORE_SECRET"):
        from_address("s3://bucket/prefix", {})


def test_nobody_listens_there() -> None:
    with pytest.raises(TransientError, match="can't be talked to"):
        opened(f"http://{HOST}:{free_ports(1)[0]}").get("tea")
