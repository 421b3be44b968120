"""Reads the recorded conversations with a real PrestaShop."""

import io
import tarfile
from functools import cache
from pathlib import Path

import msgspec
import zstandard

_FOLDER = Path(__file__).parents[1] / "prestashop" / "recordings"


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
def exchanges(version: str = "8.1.2") -> tuple[Exchange, ...]:
    """All that were recorded on one version, by folder and step."""
    archive_path = _FOLDER / f"prestashop-{version}.tar.zst"
    data = zstandard.ZstdDecompressor().decompress(archive_path.read_bytes(), max_output_size=2**27)
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


def in_folder(prefix: str, version: str = "8.1.2") -> list[Exchange]:
    """The exchanges of one scenario, in order."""
    return [one for one in exchanges(version) if one.folder.startswith(prefix)]
