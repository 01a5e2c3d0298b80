"""One film of a session, on demand: who may ask for it, what it shows, and that it goes with whatever it shows."""

from dataclasses import replace

import pytest

from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import FileId, Millis, UserId
from deskside.domain.jobs import JobState
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.domain.tracks import TrackKind
from deskside.ports.doing import Lane
from deskside.ports.filming import FilmOrder, NotFilmed, NothingFilms
from deskside.ports.sealing import FileKey
from deskside.services.recording.films import COMPOSITE
from tests.fakes.filmer import FakeFilmer
from tests.services.house import HERE, House
from tests.services.recording.studio import ALICE, TUTOR, Studio

FILM = "composite None"


@pytest.fixture
def studio(live: House) -> Studio:
    return Studio(live)


@pytest.fixture
async def recorded(studio: Studio) -> Studio:
    """A lesson whose files are ready."""
    await studio.lesson()
    await studio.work()
    return studio


def filmer(studio: Studio) -> FakeFilmer:
    found = studio.house.services.outside.filmer
    assert isinstance(found, FakeFilmer)
    return found


async def ask(studio: Studio) -> RecordedFile:
    return await studio.house.services.films.ask(studio.house.tutor, studio.house.session_id)


async def film(studio: Studio) -> RecordedFile:
    return (await studio.rows())[FILM]


async def percent(studio: Studio) -> tuple[FileStatus, int, str]:
    shown = await studio.files.of_session(studio.house.tutor, studio.house.session_id)
    (found,) = (x for x in shown if x.file.kind is FileKind.COMPOSITE)
    return found.file.status, found.percent, found.file.reason


async def test_a_film_shows_everybody_who_can_be_played_and_asked_for_again_it_is_the_same(recorded: Studio) -> None:
    asked = await ask(recorded)
    assert asked == await ask(recorded)
    assert await percent(recorded) == (FileStatus.PROCESSING, 0, "")
    await recorded.work(Lane.SLOW)
    row = await film(recorded)
    assert (row.status, row.duration_ms, row.width, row.height) == (FileStatus.READY, 120_000, 1_280, 720)
    assert await recorded.read(row) == b"[('Tutor', True, True), ('Alice', True, False)] for 120000 ms"
    assert row.bytes == len(await recorded.read(row))
    assert (await percent(recorded))[:2] == (FileStatus.READY, 100)
    assert row == await ask(recorded)
    assert filmer(recorded).there == {}, "nothing is left on this machine"


async def test_who_may_not_know_of_recordings_cannot_ask(recorded: Studio) -> None:
    house, films = recorded.house, recorded.house.services.films
    for actor in (house.alice, house.bob, house.colleague, *house.foreigners):
        with pytest.raises(NotFound, match="no such recording"):
            await films.ask(actor, house.session_id)
    assert (await films.ask(house.admin, house.session_id)).kind is FileKind.COMPOSITE


async def test_while_files_are_being_made_or_if_there_are_none_there_is_no_film(studio: Studio) -> None:
    with pytest.raises(Conflict, match="nothing to make a film of"):
        await ask(studio)
    await studio.lesson()
    await studio.work(Lane.ALONG)
    making = await studio.job("recording.finish")
    row = RecordedFile("x", HERE, studio.house.session_id, FileKind.PERSON, ALICE, Millis(1), FileId("f"))
    async with studio.house.storage.transaction() as unit:
        await unit.recordings.add((row,))
    with pytest.raises(Conflict, match="still being made"):
        await ask(studio)
    assert making.state is JobState.QUEUED


async def test_a_film_that_was_interrupted_is_begun_again_and_one_that_failed_can_be_asked_for_anew(
    recorded: Studio,
) -> None:
    filmer(recorded).interrupted = 1
    first = await ask(recorded)
    await recorded.work(Lane.SLOW)
    assert (await recorded.job(COMPOSITE)).state is JobState.QUEUED
    assert filmer(recorded).there == {}
    filmer(recorded).why = "No space left"
    recorded.later(60_000)
    await recorded.work(Lane.SLOW)
    assert await percent(recorded) == (FileStatus.FAILED, 0, "No space left")
    filmer(recorded).why = ""
    second = await ask(recorded)
    assert second.id == first.id
    assert second.file_id != first.file_id
    assert not await recorded.readable(first.file_id)
    await recorded.work(Lane.SLOW)
    assert (await film(recorded)).status is FileStatus.READY


async def test_one_that_always_ends_its_process_is_failed_and_can_be_asked_for_anew(recorded: Studio) -> None:
    filmer(recorded).interrupted = 8
    first = await ask(recorded)
    for _ in range(8):
        await recorded.work(Lane.SLOW)
        recorded.later(600_000)
    assert (await percent(recorded))[0] is FileStatus.FAILED
    assert (await ask(recorded)).file_id != first.file_id


async def test_what_it_shows_is_deleted_and_so_is_it_also_while_it_is_made(recorded: Studio) -> None:
    for made in (True, False):
        await ask(recorded)
        if made:
            await recorded.work(Lane.SLOW)
        row = await film(recorded)
        kind = FileKind.SCREEN if made else FileKind.PERSON
        await recorded.files.delete(recorded.house.tutor, recorded.name(kind, TUTOR))
        await recorded.work(Lane.SLOW)
        assert (await film(recorded)).status is FileStatus.DELETED
        assert not await recorded.readable(row.file_id)


@pytest.mark.parametrize("why", ["", "It could not be read"])
async def test_deleted_at_the_very_moment_it_is_made_it_stays_deleted(recorded: Studio, why: str) -> None:
    async def delete() -> None:
        await recorded.files.delete(recorded.house.tutor, recorded.name(FileKind.PERSON, ALICE))

    filmer(recorded).meanwhile, filmer(recorded).why = delete, why
    asked = await ask(recorded)
    await recorded.work(Lane.SLOW)
    assert (await film(recorded)).status is FileStatus.DELETED
    assert not await recorded.readable(asked.file_id)
    assert filmer(recorded).there == {}


async def test_after_somebody_was_erased_it_is_made_anew_without_them(recorded: Studio) -> None:
    films, session = recorded.house.services.films, recorded.house.session_id
    assert not await films.rebuild(HERE, session)
    await ask(recorded)
    await recorded.work(Lane.SLOW)
    before = await film(recorded)
    await erase(recorded, ALICE)
    assert await films.rebuild(HERE, session)
    assert not await recorded.readable(before.file_id)
    await recorded.work(Lane.SLOW)
    assert await recorded.read(await film(recorded)) == b"[('Tutor', True, True)] for 120000 ms"
    await erase(recorded, TUTOR)
    assert await films.rebuild(HERE, session)
    assert (await film(recorded)).status is FileStatus.DELETED
    assert not await films.rebuild(HERE, session)


async def erase(studio: Studio, person: UserId) -> None:
    """As it is done by whoever erases a person: the film is none of their business."""
    async with studio.house.storage.transaction() as unit:
        for row in (await studio.rows()).values():
            if row.person_id == person and row.file_id is not None:
                await unit.vault.shred(HERE, (row.file_id,), studio.house.clock.now())
                await unit.recordings.put(replace(row, status=FileStatus.DELETED))


async def test_what_is_shredded_while_a_film_is_made_of_it_is_tried_again_without_it(recorded: Studio) -> None:
    await ask(recorded)
    rows = await recorded.rows()
    alice = rows["person alice"]
    assert alice.file_id is not None
    async with recorded.house.storage.transaction() as unit:
        await unit.vault.shred(HERE, (alice.file_id,), recorded.house.clock.now())
    await recorded.work(Lane.SLOW)
    assert (await recorded.job(COMPOSITE)).state is JobState.QUEUED
    await erase(recorded, ALICE)
    recorded.later(60_000)
    await recorded.work(Lane.SLOW)
    assert await recorded.read(await film(recorded)) == b"[('Tutor', True, True)] for 120000 ms"


async def test_a_film_that_is_rebuilt_while_it_is_made_leaves_nothing_of_before(recorded: Studio) -> None:
    films, session = recorded.house.services.films, recorded.house.session_id
    first = await ask(recorded)
    job = await recorded.house.services.jobs.claim(Lane.SLOW, "worker")
    assert job is not None
    await erase(recorded, ALICE)
    await films.rebuild(HERE, session)
    await recorded.house.services.jobs.do(job)
    assert not await recorded.readable(first.file_id)
    await recorded.work(Lane.SLOW)
    assert await recorded.read(await film(recorded)) == b"[('Tutor', True, True)] for 120000 ms"


async def test_where_nothing_records_nothing_films() -> None:
    films, order = NothingFilms(), FilmOrder("x", (), 0, FileKey(FileId("x"), b""))
    with pytest.raises(NotFilmed):
        _ = [x async for x in films.make(order)]
    with pytest.raises(NotFilmed):
        _ = [x async for x in films.sealed("x")]
    with pytest.raises(NotFilmed):
        await films.keep("x", FileId("x"), films.sealed("x"))
    await films.drop("x")


async def test_a_voice_alone_is_somebody(studio: Studio) -> None:
    begun = await studio.record((ALICE, TrackKind.AUDIO))
    studio.house.clock.pass_ms(60_000)
    await studio.close(*begun)
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    await studio.work()
    await ask(studio)
    await studio.work(Lane.SLOW)
    assert await studio.read(await film(studio)) == b"[('Alice', True, False)] for 60000 ms"
