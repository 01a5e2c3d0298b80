"""Settings of where recordings lie, of the key that opens them, and of the record's heads: a part of
`deskside.settings`, which reads them. The plan's names (VIDEO_STORAGE_…) have no DESKSIDE_ before them.
"""

import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, model_validator

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
"""Amazon S3, "Bucket naming rules"."""


class VideoStorage(BaseModel):
    """A folder of this machine, or a bucket; and the master key's file."""

    recording: bool = Field(
        default=True,
        description="Whether sessions can be recorded, where the embedded engine is. Whether one is, and who in it, "
        "its people decide.",
    )
    recording_keep_free_mb: int = Field(
        default=1_000,
        ge=100,
        description="Megabytes of the disk of var that recording leaves alone: with less, it stops, and lessons go on.",
    )
    master_key: Path | None = Field(
        default=None,
        description="File of the master key that opens what is recorded; made when it is first needed, and to be "
        "backed up (docs/operations.md). Empty: master.key in var.",
    )
    audit_heads: Path | None = Field(
        default=None,
        description="File to which the newest line of each center's record is added, so that nobody who can write the "
        "database changes the record unseen; best on a disk of somebody else. Empty: audit.heads in var.",
    )
    video_storage_provider: Literal["local", "s3", "cloudflare-r2"] = Field(
        default="local",
        validation_alias="VIDEO_STORAGE_PROVIDER",
        description="Where recordings lie, sealed: local, a folder of this machine; s3, a bucket of Amazon or of any "
        "server that speaks the same; cloudflare-r2, a bucket there.",
    )
    video_storage_folder: Path | None = Field(
        default=None,
        validation_alias="VIDEO_STORAGE_FOLDER",
        description="With local: the folder. Empty: recordings in var.",
    )
    video_storage_bucket: str = Field(
        default="", validation_alias="VIDEO_STORAGE_BUCKET", description="The bucket's name. It has to be there."
    )
    video_storage_endpoint: str = Field(
        default="",
        validation_alias="VIDEO_STORAGE_ENDPOINT",
        description="Where the bucket is, such as https://s3.example.org or "
        "https://ACCOUNT.r2.cloudflarestorage.com. Empty: Amazon.",
    )
    video_storage_region: str = Field(
        default="",
        validation_alias="VIDEO_STORAGE_REGION",
        description="The bucket's region. Empty: auto, as R2 has it.",
    )
    video_storage_access_key: str = Field(
        default="",
        validation_alias="VIDEO_STORAGE_ACCESS_KEY",
        description="Key that may put, get and delete in that bucket. Empty: that of the machine (AWS_…, or its role).",
    )
    video_storage_secret_key: SecretStr | None = Field(
        default=None, validation_alias="VIDEO_STORAGE_SECRET_KEY", description="Secret of that key."
    )

    video_retention_days: int = Field(
        default=90,
        ge=1,
        le=36_500,
        validation_alias="VIDEO_RETENTION_DAYS",
        description="So many days after it began a recording is deleted, with all that was made of it, unless somebody "
        "holds it.",
    )

    def master_key_file(self, var_dir: Path) -> Path:
        """Where the master key is, or will be."""
        return self.master_key or var_dir / "master.key"

    def audit_heads_file(self, var_dir: Path) -> Path:
        """Where the heads of the record are kept outside of the database."""
        return self.audit_heads or var_dir / "audit.heads"

    def recordings_folder(self, var_dir: Path) -> Path:
        """Where recordings lie on this machine, if they do."""
        return self.video_storage_folder or var_dir / "recordings"

    @model_validator(mode="after")
    def _storage_hangs_together(self) -> Self:
        """Refuse halves and contradictions, with what would be accepted."""
        if self.video_storage_provider == "local":
            if self.video_storage_bucket:
                raise ValueError("VIDEO_STORAGE_BUCKET needs VIDEO_STORAGE_PROVIDER: s3 or cloudflare-r2")
            return self
        if not _BUCKET.fullmatch(self.video_storage_bucket):
            raise ValueError("VIDEO_STORAGE_BUCKET is the name of a bucket: small letters, digits, hyphens and dots")
        if self.video_storage_folder is not None:
            raise ValueError("VIDEO_STORAGE_FOLDER is for VIDEO_STORAGE_PROVIDER=local")
        if bool(self.video_storage_access_key) != (self.video_storage_secret_key is not None):
            raise ValueError("VIDEO_STORAGE_ACCESS_KEY and VIDEO_STORAGE_SECRET_KEY go together: set both or none")
        self._endpoint_hangs_together()
        return self

    def _endpoint_hangs_together(self) -> None:
        endpoint = urlsplit(self.video_storage_endpoint)
        if self.video_storage_provider == "cloudflare-r2" and not endpoint.netloc:
            raise ValueError("cloudflare-r2 needs VIDEO_STORAGE_ENDPOINT: https://ACCOUNT.r2.cloudflarestorage.com")
        if self.video_storage_endpoint and not (endpoint.scheme in ("http", "https") and endpoint.hostname):
            raise ValueError("VIDEO_STORAGE_ENDPOINT begins with https://, or http:// in one's own network")
        if endpoint.username or endpoint.password:
            raise ValueError("VIDEO_STORAGE_ENDPOINT has no key in it: see VIDEO_STORAGE_ACCESS_KEY")
        if not self.video_storage_endpoint and not self.video_storage_region:
            raise ValueError("Amazon's buckets need VIDEO_STORAGE_REGION")
