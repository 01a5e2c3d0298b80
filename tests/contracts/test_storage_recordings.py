"""What every storage keeps of files of recordings."""

from dataclasses import replace

import pytest

from deskside.domain.ids import CenterId, FileId, Millis, SessionId
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.ports.storage import Storage
from tests.contracts.room import ALICE, CENTER, Room, populate

OTHER = CenterId("center-2")
SESSION = SessionId("session-123")
BEGAN = Millis(1_760_000_000_000)
ONE = RecordedFile("one", CENTER, SESSION, FileKind.PERSON, ALICE, BEGAN, FileId("f1"), FileId("p1"))
TWO = RecordedFile("two", CENTER, SESSION, FileKind.COMPOSITE, None, Millis(BEGAN + 5), None)


@pytest.fixture(autouse=True)
async def two_files(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    await Room(storage).open()
    async with storage.transaction() as work:
        await work.recordings.add((TWO, ONE))
        await work.recordings.add((replace(ONE, person_id=None),))
        await work.recordings.add(())


async def test_a_file_is_of_its_center_and_the_first_row_stays(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.recordings.of_session(CENTER, SESSION) == (ONE, TWO)
        assert await work.recordings.of_session(OTHER, SESSION) == ()
        assert await work.recordings.file(CENTER, "one") == ONE
        assert await work.recordings.file(OTHER, "one") is None
        assert await work.recordings.file(CENTER, "unknown") is None


async def test_everything_about_a_file_can_change(storage: Storage) -> None:
    ready = replace(
        ONE,
        parts_id=None,
        status=FileStatus.READY,
        ended_at=Millis(BEGAN + 60_000),
        duration_ms=Millis(60_000),
        bytes=2**40,
        width=1280,
        height=720,
        reason="x",
        held=True,
        archived_at=Millis(1),
        deleted_at=Millis(2),
    )
    async with storage.transaction() as work:
        await work.recordings.put(ready)
        await work.recordings.put(replace(TWO, center_id=OTHER, reason="not theirs"))
        await work.recordings.put(replace(TWO, id="unknown"))
        await work.recordings.note_session(CENTER, SESSION, "/api", BEGAN)
        await work.recordings.note_session(CENTER, SESSION, "", BEGAN)
    async with storage.reading() as work:
        assert await work.recordings.of_session(CENTER, SESSION) == (ready, TWO)


async def test_what_is_held_or_deleted_does_not_expire(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.recordings.expired(CENTER, Millis(BEGAN)) == ()
        assert await work.recordings.expired(CENTER, Millis(BEGAN + 1)) == (ONE,)
        assert await work.recordings.expired(CENTER, Millis(BEGAN + 6)) == (ONE, TWO)
        assert await work.recordings.expired(OTHER, Millis(BEGAN + 6)) == ()
        await work.recordings.put(replace(ONE, held=True))
        await work.recordings.put(replace(TWO, status=FileStatus.DELETED))
        assert await work.recordings.expired(CENTER, Millis(BEGAN + 6)) == ()
