"""A small S3 service that answers what real ones answer on bad days."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.servers.processes import HOST

LISTED = "<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2026-11-24T10:00:00Z</LastModified><ETag>x</ETag></Contents>"


def refusal(status: int, code: str = "", message: str = "") -> bytes:
    """A whole answer that says no."""
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>" if code else ""
    return answer(status, body.encode())


def answer(status: int, body: bytes = b"", *, length: int | None = None) -> bytes:
    """A whole answer; one that promises another `length` breaks off."""
    said = len(body) if length is None else length
    return (
        f"HTTP/1.1 {status} -\r\nContent-Length: {said}\r\nETag: x\r\n"
        "Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT\r\nConnection: close\r\n\r\n"
    ).encode() + body


class Service:
    """Keeps objects by their paths. Says `bad`, where it is set, to requests whose first line it
    `matches`; it may ignore `If-None-Match`, as some services do, or refuse it."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.ignores_conditions = False
        self.refuses_conditions = False
        self.bad: bytes | None = None
        self.matches = ""
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def parse_request(self) -> bool:
                if not super().parse_request():
                    return False
                length = int(self.headers.get("Content-Length", 0))
                content = self.rfile.read(length)
                self.wfile.write(service.answered(self, content))
                self.close_connection = True
                return False

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self._server.server_port}"

    def answered(self, request: BaseHTTPRequestHandler, content: bytes) -> bytes:
        """What is said to a request."""
        self.requests.append(request.requestline)
        if self.bad is not None and re.search(self.matches, request.requestline):
            return self.bad
        split = urlsplit(request.path)
        if request.command == "PUT":
            return self._put(request, split.path, content)
        if request.command == "POST":
            keys = re.findall(r"<Key>([^<]*)</Key>", content.decode())
            for key in keys:
                self.objects.pop(f"/bucket/{key}", None)
            rows = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            return answer(200, f"<DeleteResult>{rows}</DeleteResult>".encode())
        if "list-type" in split.query:
            return self._listed(parse_qs(split.query).get("prefix", [""])[0])
        if split.path not in self.objects:
            return refusal(404, "NoSuchKey" if request.command == "GET" else "")
        return answer(200, self.objects[split.path] if request.command == "GET" else b"")

    def _put(self, request: BaseHTTPRequestHandler, path: str, content: bytes) -> bytes:
        is_conditional = "If-None-Match" in request.headers
        if is_conditional and self.refuses_conditions:
            return refusal(501, "NotImplemented", "A header you provided is not implemented")
        if is_conditional and not self.ignores_conditions and path in self.objects:
            return refusal(412, "PreconditionFailed")
        self.objects[path] = content
        return answer(200)

    def _listed(self, prefix: str) -> bytes:
        keys = {path.removeprefix("/bucket/"): content for path, content in self.objects.items()}
        rows = "".join(
            LISTED.format(key=key, size=len(content))
            for key, content in sorted(keys.items(), reverse=True)
            if key.startswith(prefix)
        )
        body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        return answer(200, body.encode())
