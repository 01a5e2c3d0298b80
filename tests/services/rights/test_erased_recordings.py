"""What was recorded of somebody goes with them; what was recorded of others stays."""

import pytest

from deskside.domain.errors import NotFound
from deskside.domain.ids import Millis
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.domain.tracks import TrackKind
from tests.services.house import HERE, House
from tests.services.recording.studio import ALICE, TUTOR, Studio
from tests.services.rights.test_erasures import erased


async def films(house: House) -> RecordedFile:
    """A film of everybody, held."""
    key = await house.services.vault.begin(HERE)
    film = RecordedFile(
        "film", HERE, house.session_id, FileKind.COMPOSITE, None, Millis(5), key.file_id, status=FileStatus.READY
    )
    async with house.storage.transaction() as unit:
        await unit.recordings.add((film,))
        await unit.recordings.put(film)
    return film


async def test_files_of_a_student_and_films_with_them_go_and_others_stay(live: House) -> None:
    studio = Studio(live)
    await studio.lesson()
    await studio.work()
    film = await films(live)
    before = await studio.rows()
    await live.services.recording_files.hold(live.tutor, studio.name(FileKind.PERSON, ALICE), held=True)

    live.broadcast.views.clear()
    certificate = await erased(live, live.alice)

    assert certificate.counts["recordings"] >= 2
    rows = await studio.rows()
    for name, row in rows.items():
        gone = row.person_id == ALICE or row.kind is FileKind.COMPOSITE
        assert (row.status is FileStatus.DELETED) is gone, name
        assert await studio.readable(before[name].file_id) is not gone, name
    assert not await studio.readable(film.file_id)
    assert await studio.read(rows[f"person {TUTOR}"])
    with pytest.raises(NotFound):
        await live.services.recording_files.open(live.tutor, studio.name(FileKind.PERSON, ALICE))
    again = await erased(live, live.alice)
    assert again.counts == certificate.counts, "nothing is counted twice"


async def test_where_only_they_were_recorded_the_session_leads_nowhere(live: House) -> None:
    studio = Studio(live)
    await studio.close(*await studio.record((ALICE, TrackKind.AUDIO)))
    await live.sessions.end(live.tutor, live.session_id)
    await studio.work()
    live.broadcast.views.clear()
    await erased(live, live.alice)
    assert all(row.status is FileStatus.DELETED for row in (await studio.rows()).values())
