"""Reads the recorded conversations with a real PrestaShop."""

import io
import tarfile
from functools import cache
from pathlib import Path

import msgspec
import zstandard

_ARCHIVE = Path(__file__).parents[1] / "prestashop" / "recordings" / "prestashop-8.1.2.tar.zst"
RECORDED_HOST = "127.0.0.1:8316"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A request or an answer; header names are in lower case."""

    first_line: str
    headers: dict[str, str]
    body: bytes


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request and what the real shop answered."""

    folder: str
    step: str
    request: Message
    response: Message

    @property
    def name(self) -> str:
        """As reports name it: `03/12-post-product-minimal-name`."""
        return f"{self.folder.split('-')[0]}/{self.step}"

    @property
    def method(self) -> str:
        """The request's method."""
        return self.request.first_line.split(" ")[0]

    @property
    def target(self) -> str:
        """The request's path and query."""
        return self.request.first_line.split(" ")[1]

    @property
    def status(self) -> int:
        """The answer's status."""
        return int(self.response.first_line.split(" ")[1])


def _message(data: bytes) -> Message:
    head, _, body = data.partition(b"\n\n")
    first, *rest = head.decode().split("\n")
    headers = {}
    for line in rest:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Message(first_line=first, headers=headers, body=body)


@cache
def exchanges() -> tuple[Exchange, ...]:
    """All of them, by folder and step."""
    data = zstandard.ZstdDecompressor().decompress(_ARCHIVE.read_bytes(), max_output_size=2**27)
    messages: dict[str, Message] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            messages[member.name] = _message(content.read() if content else b"")
    found = []
    for path in sorted(messages):
        if not path.endswith(".request.http"):
            continue
        stem = path.removesuffix(".request.http")
        folder, step = stem.split("/")
        response = messages[f"{stem}.response.http"]
        found.append(Exchange(folder=folder, step=step, request=messages[path], response=response))
    return tuple(found)


def in_folder(prefix: str) -> list[Exchange]:
    """The exchanges of one scenario, in order."""
    return [one for one in exchanges() if one.folder.startswith(prefix)]
