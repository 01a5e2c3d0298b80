"""An S3-compatible bucket: of Amazon, Cloudflare (R2), or any server that speaks the same."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from obstore.store import S3Store

from deskside.domain.ids import Millis

if TYPE_CHECKING:  # names of its types only
    from obstore.store import ClientConfig, RetryConfig, S3Config

_CONNECT = timedelta(seconds=5)
_REQUEST = timedelta(seconds=75)
"""One part of 8 MiB over a line of 1 Mbit/s takes 67 s."""
_RETRIES: "RetryConfig" = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """Where the bucket is. `endpoint` None: Amazon's. Without a key those of the machine are taken: its AWS_… variables
    or its role."""

    bucket: str
    endpoint: str | None = None
    region: str = "auto"
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)


class Bucket:
    """`Place` in a bucket. What it answers that it kept is kept."""

    def __init__(self, settings: BucketSettings) -> None:
        self._settings = settings
        self._store: S3Store | None = None

    @property
    def where(self) -> str:
        """The bucket and who has it."""
        return f"the bucket {self._settings.bucket} at {self._settings.endpoint or 'Amazon S3'}"

    async def store(self) -> S3Store:
        """Nothing is asked before it is used."""
        if self._store is None:
            self._store = _open(self._settings)
        return self._store

    async def expect(self, name: str) -> None:
        """Nothing."""

    async def settle(self, name: str) -> None:
        """Nothing."""

    async def tidy(self, before: Millis) -> None:
        """Nothing: a rule of the bucket ends uploads that never ended (docs/operations.md)."""


def _open(settings: BucketSettings) -> S3Store:
    """Each part goes with its SHA-256: the server refuses what arrived otherwise."""
    config: S3Config = {"region": settings.region, "checksum_algorithm": "SHA256"}
    if settings.access_key is not None and settings.secret_key is not None:
        config |= {"access_key_id": settings.access_key, "secret_access_key": settings.secret_key}
    client: ClientConfig = {"connect_timeout": _CONNECT, "timeout": _REQUEST}
    if settings.endpoint is not None:
        config["endpoint"] = settings.endpoint
        client["allow_http"] = settings.endpoint.startswith("http://")
    return S3Store(settings.bucket, config=config, client_options=client, retry_config=_RETRIES)
