"""What sealed files and the record are kept with, from the settings: asked for by the server and by the doctor."""

from deskside.blobs.bucket import Bucket, BucketSettings
from deskside.blobs.local import LocalFolder
from deskside.blobs.stored import Limits, StoredBlobs
from deskside.recorder.filmer import LocalFilmer
from deskside.recorder.remuxer import LocalRemuxer
from deskside.recorder.running import RecorderSettings
from deskside.sealing.header import Entropy
from deskside.sealing.master_key import MasterKeyFile
from deskside.sealing.suite import AesSealing
from deskside.services.outside import Keeping
from deskside.settings import Settings
from deskside.storage.heads import HeadsFile, Witness

_MEGABYTE = 1_000_000


def keeping(settings: Settings, entropy: Entropy, limits: Limits | None = None) -> Keeping:
    """Nothing is made or asked before it is used."""
    secret = settings.video_storage_secret_key
    if settings.video_storage_provider == "local":
        blobs = StoredBlobs(LocalFolder(settings.recordings_folder(settings.var_dir)), limits)
    else:
        bucket = BucketSettings(
            settings.video_storage_bucket,
            settings.video_storage_endpoint or None,
            settings.video_storage_region or "auto",
            settings.video_storage_access_key or None,
            secret.get_secret_value() if secret else None,
        )
        blobs = StoredBlobs(Bucket(bucket), limits)
    master_keys = MasterKeyFile(settings.master_key_file(settings.var_dir), entropy)
    return Keeping(blobs, AesSealing(entropy), master_keys, recorder_settings(settings).folder)


def recorder_settings(settings: Settings) -> RecorderSettings:
    """Looks at nothing and writes nothing."""
    home = settings.var_dir / "recorder"
    return RecorderSettings(home, home / "segments", settings.recording_keep_free_mb * _MEGABYTE)


def remuxer(settings: Settings) -> LocalRemuxer:
    """What makes files of what the recorder writes."""
    home = recorder_settings(settings)
    return LocalRemuxer(home.folder, home.run_dir / "making")


def filmer(settings: Settings) -> LocalFilmer:
    """What makes films of these files."""
    return LocalFilmer(recorder_settings(settings).run_dir / "films")


def witness(settings: Settings, entropy: Entropy) -> Witness:
    """Where the heads of the record are kept."""
    return Witness(HeadsFile(settings.audit_heads_file(settings.var_dir)), entropy)
