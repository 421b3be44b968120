"""What is set for a store in a bucket; `adapter.toml` explains it to people."""

import msgspec

REGION = "us-east-1"


class S3Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the defaults are those of `adapter.toml`.

    An empty `endpoint` is Amazon's own for the region. What is larger than `multipart_mb` goes up
    in parts; `timeout_s` is for each answer, and again for each MB that is sent; an empty `ca_file`
    is whom the system trusts.
    """

    bucket: str
    access_key: str
    secret: str
    prefix: str = ""
    endpoint: str = ""
    region: str = REGION
    path_style: bool = True
    timeout_s: float = 30.0
    multipart_mb: int = 64
    ca_file: str = ""

    def __repr__(self) -> str:
        return f"S3Settings({self.where!r})"  # never the secret

    @property
    def where(self) -> str:
        """Which place, for messages."""
        at = self.endpoint or f"Amazon S3, {self.region}"
        return f"{f's3://{self.bucket}/{self.prefix}'.rstrip('/')} ({at})"
