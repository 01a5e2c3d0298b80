"""What every storage keeps of transcripts."""

from dataclasses import replace
from functools import partial

import pytest

from deskside.domain import lifecycle
from deskside.domain.ids import CenterId, FileId, Millis, SessionId
from deskside.ports.storage import Storage
from deskside.ports.transcripts import Place, TranscriptRow
from deskside.ports.vault import CenterKey, SealedFile, WrappedKey
from tests.contracts.room import ALICE, BOB, CENTER, OTHER_TUTOR, TUTOR, Room, populate

OTHER = CenterId("center-2")
SESSION, OPEN = SessionId("session-123"), SessionId("session-124")


def row(recording: str, version: int = 1, at: int = 50) -> TranscriptRow:
    file = FileId(f"file-{recording}-{version}")
    return TranscriptRow(recording, version, CENTER, SESSION, ALICE, file, Millis(at), Millis(90 + version))


FIRST, BETTER = row("r1"), replace(row("r1", 2), maker_id=TUTOR)
BOBS = replace(row("r2", at=40), person_id=BOB)
WRITTEN = replace(row("r2", 2, at=40), person_id=BOB, made_at=None)
LIVE = replace(row("r3", at=60), session_id=OPEN)


@pytest.fixture(autouse=True)
async def some_transcripts(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    over, live = Room(storage, SESSION), Room(storage, OPEN)
    await over.open()
    await live.open()
    await over.happen(6_000, partial(lifecycle.start, video_room_id="room"), lifecycle.end)
    async with storage.transaction() as work:
        await work.vault.begin_master("master-1")
        await work.vault.add_center_key(CenterKey(CENTER, 1, b"a center's"), "master-1")
        for each in (FIRST, BETTER, BOBS, WRITTEN, LIVE):
            await work.vault.add(SealedFile(WrappedKey(each.file_id, CENTER, 1, b"a file's"), Millis(1)))
            assert await work.transcripts.add(each)


async def test_the_newest_version_that_is_written_counts(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.transcripts.of_session(CENTER, SESSION) == (BOBS, BETTER)
        assert await work.transcripts.of_session(OTHER, SESSION) == ()
        assert await work.transcripts.of_person(CENTER, ALICE) == (FIRST, BETTER, LIVE)
        assert await work.transcripts.of_person(OTHER, ALICE) == ()
        assert await work.transcripts.of_person(CENTER, BOB) == (BOBS, WRITTEN)
        assert await work.transcripts.versions(CENTER, "r1") == (FIRST, BETTER)
        assert await work.transcripts.versions(CENTER, "r2") == (BOBS, WRITTEN)
        assert await work.transcripts.versions(OTHER, "r1") == ()


async def test_a_version_is_there_once_and_counts_when_it_is_finished(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert not await work.transcripts.add(replace(WRITTEN, person_id=ALICE))
        assert not await work.transcripts.finish(OTHER, "r2", 2, Millis(99))
        assert not await work.transcripts.finish(CENTER, "r2", 3, Millis(99))
        assert await work.transcripts.finish(CENTER, "r2", 2, Millis(99))
        assert await work.transcripts.of_session(CENTER, SESSION) == (replace(WRITTEN, made_at=Millis(99)), BETTER)


async def test_those_of_sessions_that_are_over_come_newest_first_page_by_page(storage: Storage) -> None:
    async with storage.transaction() as work:
        found = await work.transcripts.page(CENTER, None, None, 9)
        assert found == (BETTER, BOBS), "the other session goes on"
        assert await work.transcripts.page(CENTER, TUTOR, None, 1) == (BETTER,)
        assert await work.transcripts.page(CENTER, TUTOR, Place(Millis(50), "r1"), 9) == (BOBS,)
        assert await work.transcripts.page(CENTER, None, Place(Millis(50), "r9"), 9) == (BETTER, BOBS)
        assert await work.transcripts.page(CENTER, OTHER_TUTOR, None, 9) == ()
        assert await work.transcripts.page(OTHER, None, None, 9) == ()


async def test_only_its_center_forgets_one_with_all_its_versions(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.transcripts.remove(OTHER, "r1")
        assert len(await work.transcripts.versions(CENTER, "r1")) == 2
        await work.transcripts.remove(CENTER, "r1")
        assert await work.transcripts.versions(CENTER, "r1") == ()
        assert await work.transcripts.of_session(CENTER, SESSION) == (BOBS,)
