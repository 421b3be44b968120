"""How the till is served, and to whom."""

import http.client
import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from pos2web.adapters.sandbox.drawing import COLOURS, ITEMS, MOTIFS
from pos2web.adapters.sandbox.till import TillServer
from pos2web.adapters.sandbox.till.__main__ import main
from pos2web.adapters.sandbox.till.drawables import drawables
from pos2web.adapters.sandbox.till.words import LANGUAGES
from tests.adapters.sandbox_till.conftest import Ask
from tests.adapters.sandbox_till.test_selling import number_of, stock_of


def test_only_this_machine_is_served(served: TillServer) -> None:
    assert urlsplit(served.url).hostname == "127.0.0.1"


@pytest.mark.parametrize("host", ["shop.example", "shop.example:80", "127.0.0.1.evil:80", "[", ""])
def test_another_host_name_is_kept_out(till: httpx.Client, host: str) -> None:
    assert till.get("/", headers={"host": host}).status_code in {400, 403}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_a_form_of_another_site_is_kept_out(till: httpx.Client, ask: Ask, origin: str) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    answer = till.post("/sales", data={"line": f"{jug}::1"}, headers={"origin": origin})

    assert answer.status_code == 403
    assert stock_of(ask, jug) == 13


def test_the_tills_own_form_comes_in(till: httpx.Client, served: TillServer, ask: Ask) -> None:
    line = {"line": f"{number_of(ask, 'TAB-CAR-FON')}::1"}

    assert till.post("/sales", data=line, headers={"origin": served.url}).status_code == 200


@pytest.mark.parametrize("length", ["99999999999", "x", None])
def test_what_is_too_large_is_not_even_read(served: TillServer, length: str | None) -> None:
    address = urlsplit(served.url)
    with closing(http.client.HTTPConnection(str(address.hostname), address.port)) as connection:
        connection.putrequest("POST", "/products")
        if length is not None:
            connection.putheader("content-length", length)
        connection.endheaders()

        assert connection.getresponse().status in {400, 413}


@pytest.mark.parametrize("path", ["/nowhere", "/products/99999", "/photos/99999", "/products/x"])
def test_what_is_not_there_is_said_so(till: httpx.Client, path: str) -> None:
    answer = till.get(path)

    assert answer.status_code == 404
    assert "Cette page n&#39;existe pas." in answer.text


def test_a_change_that_is_none_is_not_there(till: httpx.Client) -> None:
    assert till.post("/products/1/explode").status_code == 404
    assert till.post("/products/99999/withdraw").status_code == 404


def test_pages_let_in_nothing_from_elsewhere(till: httpx.Client) -> None:
    headers = till.get("/new").headers

    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("file", ["till.css", "till.js", "icon.svg"])
def test_the_pages_own_files_are_served(till: httpx.Client, file: str) -> None:
    assert till.get(f"/static/{file}").status_code == 200


def test_names_are_shown_as_text(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")
    till.post(f"/products/{jug}/name", data={"name_fr": '"><script>alert(1)</script>'})

    for page in (till.get("/").text, till.get(f"/products/{jug}").text):
        assert "<script>alert" not in page


def test_words_in_an_address_are_shown_as_text_or_not_at_all(till: httpx.Client) -> None:
    known = till.get("/", params={"done": "added", "name": "<b>"}).text
    unknown = till.get("/", params={"done": "You were robbed"}).text

    assert "&lt;b&gt; est en rayon." in known
    assert "robbed" not in unknown


@pytest.mark.parametrize("path", ["../../secret.jpg", "/etc/hostname", "photos/none.jpg", None])
def test_photos_outside_the_tills_folder_are_not_shown(
    till: httpx.Client, served: TillServer, path: str | None
) -> None:
    (served.database.parent.parent / "secret.jpg").write_bytes(b"secret")
    with closing(sqlite3.connect(served.database)) as connection:
        connection.execute("UPDATE images SET path = ? WHERE id = 1", (path,))
        connection.commit()

    assert till.get("/photos/1").status_code == 404


def test_a_photo_may_be_in_the_database_itself(till: httpx.Client, served: TillServer) -> None:
    own = (served.database.parent / "photos" / "bai-sav-dou-1.jpg").read_bytes()
    with closing(sqlite3.connect(served.database)) as connection:
        connection.execute("UPDATE images SET path = NULL, content = ? WHERE id = 1", (own,))
        connection.commit()

    assert till.get("/photos/1").content == own


def test_everything_that_can_be_drawn_can_be_chosen() -> None:
    for language in LANGUAGES:
        offered = drawables(language)

        assert {choice.value for choice in offered["items"]} == set(ITEMS)
        assert {choice.value for choice in offered["colours"]} == set(COLOURS)
        assert {choice.value for choice in offered["motifs"]} == set(MOTIFS)


def test_shelves_that_contain_each_other_are_no_hindrance(
    till: httpx.Client, served: TillServer
) -> None:
    with closing(sqlite3.connect(served.database)) as connection:
        connection.execute("UPDATE categories SET parent_id = id WHERE id = 1")
        connection.commit()

    assert till.get("/", params={"shelf": 1}).status_code == 200


def test_a_till_needs_its_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", str(tmp_path / "till.db")]) == 1
    assert "there is no till database" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_so(served: TillServer) -> None:
    port = str(urlsplit(served.url).port)

    assert main(["--database", str(served.database), "--port", port]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_as_a_process_it_says_where_and_stops_when_asked(
    pristine: Path, tmp_path: Path, number: int
) -> None:
    database = shutil.copyfile(pristine, tmp_path / "till.db")
    command = [sys.executable, "-m", "pos2web.adapters.sandbox.till", "--database", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603 - a command of our own
        assert child.stdout is not None
        said = json.loads(child.stdout.readline())
        sold = httpx.post(f"{said['url']}/sales", data={"line": "9::1"}, follow_redirects=True)
        child.send_signal(number)

        assert child.wait(30) == 0

    assert sold.status_code == 200
    assert said["database"] == str(database)


def test_after_it_stopped_nobody_answers(pristine: Path) -> None:
    with TillServer(pristine) as server:
        address = urlsplit(server.url)

    with pytest.raises(OSError, match="refused"):
        socket.create_connection((str(address.hostname), address.port or 0)).close()
