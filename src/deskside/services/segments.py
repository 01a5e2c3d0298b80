"""Segments on record: each with a key of its own, before anything is written, and closed whatever happens to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from deskside.domain.errors import NotFound
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.sealing import FileKey
from deskside.ports.segments import Segment, Zero
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside

BATCH = 500
"""Files that are looked up at once."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A segment that may be written now, sealed with this key, counting from the session's zero."""

    segment: Segment
    key: FileKey
    zero: Zero


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose track is to be written."""

    session: SessionId
    person: UserId
    kind: TrackKind


class SegmentRegister:
    """What the recorder's end on this side asks. It knows sessions by their ids."""

    def __init__(self, outside: Outside, keyring: Keyring) -> None:
        self._outside = outside
        self._keyring = keyring

    async def begin(
        self, wanted: tuple[Wanted, ...], now: Zero, *, instead_of: Iterable[str] = ()
    ) -> tuple[Begun, ...]:
        """A segment each, all of them on record with their keys, or none; `instead_of`: those that they follow, as
        their writer died. `now`: where a session begins to count of which nothing was recorded yet. Raises NotFound,
        MasterKeyUnusable, StorageUnavailable."""
        return await again(partial(self._begin, wanted, now, tuple(instead_of)))

    async def _begin(self, wanted: tuple[Wanted, ...], now: Zero, lost: tuple[str, ...]) -> tuple[Begun, ...]:
        async with self._outside.storage.reading() as unit:
            centers = {x.session: await unit.segments.center_of(x.session) for x in wanted}
        made = [(x, *await self._keyring.new_file(_there(centers[x.session]))) for x in wanted]
        at, begun = self._outside.clock.now(), []
        async with self._outside.storage.transaction() as unit:
            for name in lost:
                await unit.segments.close(name, at, "lost")
            for track, key, row in made:
                center, name = row.key.center_id, self._outside.secrets.new_id()
                zero = await unit.segments.begin_zero(center, track.session, now)
                await unit.vault.add(row)
                segment = Segment(name, center, track.session, track.person, track.kind, key.file_id, file_of(name), at)
                await unit.segments.add(segment)
                begun.append(Begun(segment, key, zero))
        return tuple(begun)

    async def close(self, ended: dict[str, tuple[Millis, str]]) -> None:
        """By name: when each ended, and why. Raises StorageUnavailable."""
        async with self._outside.storage.transaction() as unit:
            for name, (at, why) in ended.items():
                await unit.segments.close(name, at, why)

    async def still_open(self) -> tuple[Segment, ...]:
        """What a former server process left. Raises StorageUnavailable."""
        async with self._outside.storage.reading() as unit:
            return await unit.segments.still_open()

    async def sweep(self) -> None:
        """Delete the files that can never be read again: whose segment was forgotten, or whose key was shredded."""
        folder = self._outside.keeping.segments
        if folder is None:
            return
        there = await self._outside.elsewhere(partial(_files_in, folder))
        for at in range(0, len(there), BATCH):  # a segment is on record before its file is made
            some = there[at : at + BATCH]
            async with self._outside.storage.reading() as unit:
                readable = await unit.segments.readable(some)
            await self._outside.elsewhere(partial(_delete, folder, set(some) - readable))

    def now(self) -> Millis:
        """What segments are closed at."""
        return self._outside.clock.now()


def _files_in(folder: Path) -> tuple[str, ...]:
    return tuple(x.name for x in folder.glob("*.rtp"))


def _delete(folder: Path, files: set[str]) -> None:
    for each in files:
        (folder / each).unlink(missing_ok=True)
    if files:
        _log.info("segments_deleted", files=len(files))


def file_of(name: str) -> str:
    """Where a segment of this name lies in the recorder's folder."""
    return f"{name}.rtp"


def _there(center: CenterId | None) -> CenterId:
    if center is None:
        raise NotFound("There is no such session.")
    return center
