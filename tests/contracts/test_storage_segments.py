"""What every storage keeps of segments, and of where a session's recording counts from."""

from dataclasses import replace

import pytest

from deskside.domain.ids import CenterId, FileId, Millis, SessionId
from deskside.domain.tracks import TrackKind
from deskside.ports.segments import Segment, Zero
from deskside.ports.storage import Storage
from deskside.ports.vault import CenterKey, SealedFile, WrappedKey
from tests.contracts.room import ALICE, CENTER, Room, populate

OTHER = CenterId("center-2")
SESSION = SessionId("session-123")
ZERO, LATER = Zero(1_700_000_000_000_000, 5_000_000, "boot"), Zero(1_700_000_000_000_001, 6, "other boot")


def segment(number: int, kind: TrackKind = TrackKind.AUDIO) -> Segment:
    name = f"segment-{number}"
    return Segment(name, CENTER, SESSION, ALICE, kind, FileId(f"file-{number}"), f"{name}.rtp", Millis(100 - number))


@pytest.fixture(autouse=True)
async def two_segments(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    await Room(storage).open()
    async with storage.transaction() as work:
        await work.vault.begin_master("master-1")
        await work.vault.add_center_key(CenterKey(CENTER, 1, b"a center's"), "master-1")
        for each in (segment(1), segment(2, TrackKind.SCREEN)):
            await work.vault.add(SealedFile(WrappedKey(each.file_id, CENTER, 1, b"a file's"), Millis(1)))
            await work.segments.add(each)


async def test_a_sessions_center_is_known_by_the_session_alone(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.segments.center_of(SESSION) == CENTER
        assert await work.segments.center_of(SessionId("unknown")) is None


async def test_a_session_counts_from_the_first_instant_that_was_named(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.segments.zero(CENTER, SESSION) is None
        assert await work.segments.begin_zero(CENTER, SESSION, ZERO) == ZERO
    async with storage.transaction() as work:
        assert await work.segments.begin_zero(CENTER, SESSION, LATER) == ZERO
        assert await work.segments.zero(CENTER, SESSION) == ZERO
        assert await work.segments.zero(OTHER, SESSION) is None


async def test_segments_are_of_their_center_and_in_order_of_their_opening(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.segments.of_session(CENTER, SESSION) == (segment(2, TrackKind.SCREEN), segment(1))
        assert await work.segments.of_session(OTHER, SESSION) == ()


async def test_whoever_closes_a_segment_first_says_why(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.segments.close("segment-1", Millis(500), "full")
        await work.segments.close("segment-1", Millis(900), "lost")
        await work.segments.close("unknown", Millis(900), "lost")
    async with storage.reading() as work:
        assert await work.segments.still_open() == (segment(2, TrackKind.SCREEN),)
        closed = replace(segment(1), closed_at=Millis(500), why="full")
        assert closed in await work.segments.of_session(CENTER, SESSION)


async def test_only_its_center_forgets_a_segment(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.segments.remove(OTHER, ("segment-1",))
        await work.segments.remove(CENTER, ("segment-2", "unknown"))
        await work.segments.remove(CENTER, ())
    async with storage.reading() as work:
        assert await work.segments.of_session(CENTER, SESSION) == (segment(1),)


async def test_what_has_no_key_any_more_or_was_never_on_record_cannot_be_read(storage: Storage) -> None:
    files = ("segment-1.rtp", "segment-2.rtp", "unknown.rtp")
    async with storage.transaction() as work:
        assert await work.segments.readable(files) == {"segment-1.rtp", "segment-2.rtp"}
        assert await work.segments.readable(()) == frozenset()
        await work.vault.shred(CENTER, (FileId("file-2"),), Millis(1))
    async with storage.transaction() as work:
        assert await work.segments.readable(files) == {"segment-1.rtp"}
        await work.vault.remove((FileId("file-2"),))
        await work.segments.remove(CENTER, ("segment-1",))
        assert await work.segments.readable(files) == frozenset()
