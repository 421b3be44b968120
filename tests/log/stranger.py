"""A reader of sealed segments by somebody who has only docs/archive-format.md."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def unpack(path: Path, dictionaries: dict[str, bytes]) -> tuple[dict[str, Any], bytes]:
    line, _, packed = path.read_bytes().partition(b"\n")
    header = json.loads(line)
    assert (header["format"], header["version"]) == ("pos2web segment", 1), path
    assert sha256(packed).hex() == header["body"], f"{path} is damaged"
    words = dictionaries[header["dictionary"]] if header["dictionary"] else b""
    data = zstandard.ZstdCompressionDict(words) if words else None
    body = zstandard.ZstdDecompressor(dict_data=data).decompress(packed)
    assert len(body) == header["size"], f"{path} is damaged"
    return header, body


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the events of a folder of segments, from position 1 on."""
    found = [path.read_bytes() for path in folder.glob("*.dictionary")]
    dictionaries = {sha256(content).hex(): content for content in found}
    digest, position = b"", 1
    for path in sorted(folder.glob("*.segment")):
        header, body = unpack(path, dictionaries)
        digest = digest or sha256(b"pos2web log " + header["log"].encode())
        assert header["before"] == digest.hex(), f"something is missing or altered before {path}"
        for line in body.splitlines(keepends=True):
            digest = sha256(digest + line.rstrip(b"\n"))
            append = json.loads(line)
            assert append["position"] == position, f"{path} has gaps"
            for stream, version, type_name, cause, payload in append["events"]:
                yield {
                    "position": position,
                    "recorded_at": append["at"],
                    **{name: append[name] for name in ("actor", "run", "connection")},
                    "stream": stream,
                    "version": version,
                    "type": type_name,
                    "cause": cause,
                    "payload": payload,
                }
                position += 1
        assert header["after"] == digest.hex(), f"{path} was altered"


if __name__ == "__main__":
    for event in read(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(event) + "\n")
