"""The doctor on where recordings lie: something is really kept there, read, deleted; and on the key that opens them."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

from deskside.blobs.stored import Limits
from deskside.doctor.findings import Finding, Level
from deskside.keeping_settings import keeping
from deskside.ports.blobs import BlobMissing, Blobs, BlobsUnavailable
from deskside.ports.storage import StorageUnavailable
from deskside.ports.vault import MasterKeys, MasterKeyUnusable
from deskside.settings import Settings
from deskside.storage.condition import State, condition
from deskside.storage.database import Database

ABOUT, KEY = "recordings", "master key"
LIMITS = Limits(ask=10.0, send=20.0)
_TRIAL = bytes(range(256)) * 400
_RANGE = (70_000, 70_300)


def recordings(settings: Settings) -> Iterator[Finding]:
    """Blocks, some seconds if the storage does not answer."""
    kept = keeping(settings, os.urandom, LIMITS)
    local = settings.video_storage_provider == "local"
    if local and not settings.recordings_folder(settings.var_dir).exists():
        yield Finding(Level.OK, ABOUT, f"{kept.blobs.where} is made when it is needed")
    else:
        yield asyncio.run(_tried(kept.blobs, local=local))
    yield asyncio.run(_key(settings, kept.master_keys))


async def _tried(blobs: Blobs, *, local: bool) -> Finding:
    """Put, get a range, delete, and see that it is gone."""
    name = f"trial/{os.urandom(16).hex()}"
    try:
        await blobs.put(name, _once())
        found = await blobs.get(name, *_RANGE)
        await blobs.delete(name)
        gone = await _gone(blobs, name)
    except (BlobsUnavailable, BlobMissing) as why:
        mend = (
            "give it to whoever runs Deskside, on a disk with room" if local else "mend VIDEO_STORAGE_…, or the bucket"
        )
        return Finding(Level.PROBLEM, ABOUT, str(why), mend)
    if found != _TRIAL[slice(*_RANGE)] or not gone:
        detail = f"{blobs.where} gives back something else than it was given"
        return Finding(Level.PROBLEM, ABOUT, detail, "use a storage that speaks S3, with ranges and deletion")
    return Finding(Level.OK, ABOUT, f"{blobs.where} keeps, gives back and deletes")


async def _once() -> AsyncIterator[bytes]:
    yield _TRIAL


async def _gone(blobs: Blobs, name: str) -> bool:
    try:
        await blobs.size(name)
    except BlobMissing:
        return True
    return False


async def _key(settings: Settings, master_keys: MasterKeys) -> Finding:
    """Whether what is sealed can be opened. What is wrong with the database has a finding of its own."""
    nothing = Finding(Level.OK, KEY, f"nothing is sealed yet; it will be at {master_keys.where}")
    if (await asyncio.to_thread(condition, settings.database)).state is not State.CURRENT:
        return nothing
    database = Database(settings.database)
    try:
        async with database.storage().reading() as unit:
            master = await unit.vault.master()
        if master is None:
            return nothing
        if master_keys.find(master) is None:
            detail = f"the one with the fingerprint {master} is not at {master_keys.where}"
            return Finding(Level.PROBLEM, KEY, detail, "put its backup there, or set DESKSIDE_MASTER_KEY")
        return Finding(Level.OK, KEY, f"{master} at {master_keys.where}; is it backed up?")
    except (MasterKeyUnusable, StorageUnavailable) as why:
        return Finding(Level.PROBLEM, KEY, str(why), "see docs/operations.md, Keys")
    finally:
        await database.close()
