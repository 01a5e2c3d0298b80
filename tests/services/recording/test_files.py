"""Who may have recordings, and what is on record of that; deleting, holding, and the end of their time."""

import pytest

from deskside.domain.access import Actor
from deskside.domain.audit import COMMAND_LINE, AuditAct
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import Millis, SessionId
from deskside.domain.jobs import JobState
from deskside.domain.recording.files import DAY_MS, FileKind, FileStatus, RecordedFile
from deskside.domain.tracks import TrackKind
from deskside.ports.audit import AuditQuery
from deskside.ports.storage import UnitOfWork
from deskside.services.recording.files import EXPIRE, NOTED_AGAIN_MS, RecordingFiles
from deskside.services.recording.making import FINISH
from tests.services.house import ELSEWHERE, HERE, House
from tests.services.recording.studio import ALICE, BOB, MINUTE_MS, TUTOR, Studio


@pytest.fixture
def studio(live: House) -> Studio:
    return Studio(live)


@pytest.fixture
async def recorded(studio: Studio) -> Studio:
    """A lesson whose files are ready."""
    await studio.lesson()
    await studio.work()
    return studio


async def noted(studio: Studio, *acts: AuditAct) -> list[tuple[str, str]]:
    """Who did what of these, oldest first."""
    async with studio.house.storage.reading() as unit:
        lines = await unit.audit.search(HERE, AuditQuery())
    return [(x.actor_id, x.detail) for x in reversed(lines) if x.act in acts]


async def test_tutor_and_admin_see_what_was_recorded(recorded: Studio) -> None:
    house = recorded.house
    for actor in (house.tutor, house.admin):
        shown = await recorded.files.of_session(actor, house.session_id)
        assert {(x.file.kind, x.person, x.percent) for x in shown} == {
            (FileKind.PERSON, "Tutor", 100),
            (FileKind.SCREEN, "Tutor", 100),
            (FileKind.PERSON, "Alice", 100),
            (FileKind.TO_STUDENT, "Alice", 100),
            (FileKind.TO_STUDENT, "Bob", 100),
        }
    session = house.session_id
    assert await noted(recorded, AuditAct.RECORDING_VIEWED) == [(x, f"list {session}") for x in ("tutor", "admin")]


async def test_whoever_may_not_know_of_a_recording_is_told_what_is_told_of_none(recorded: Studio) -> None:
    house, alice = recorded.house, recorded.name(FileKind.PERSON, ALICE)
    outsiders: tuple[Actor, ...] = (house.alice, house.bob, house.colleague, house.pupil, *house.foreigners)
    said = set()
    for actor, id, session in [(x, alice, house.session_id) for x in outsiders] + [
        (house.tutor, "unknown", SessionId("unknown"))
    ]:
        for act in (
            recorded.files.of_session(actor, session),
            recorded.files.open(actor, id),
            recorded.files.delete(actor, id),
            recorded.files.retry(actor, id),
            recorded.files.hold(actor, id, held=True),
        ):
            with pytest.raises(NotFound) as refused:
                await act
            said.add(refused.value.message)
    assert len(said) == 1
    assert (await recorded.rows())["person alice"].there


async def test_each_download_is_on_record_and_the_pieces_of_one_are_one(recorded: Studio) -> None:
    house, row = recorded.house, (await recorded.rows())["person alice"]
    for _ in range(3):
        assert await recorded.read(row)
    told = (house.tutor.user_id, f"person {row.id}")
    assert await noted(recorded, AuditAct.RECORDING_DOWNLOADED) == [told]
    recorded.later(NOTED_AGAIN_MS)
    await recorded.read(row)
    opened = await recorded.files.open(house.admin, row.id)
    assert (opened.title, opened.person, opened.tag) == ("Math", "Alice", row.file_id)
    assert await noted(recorded, AuditAct.RECORDING_DOWNLOADED) == [told, told, ("admin", told[1])]


async def test_what_was_noted_is_not_remembered_without_end(recorded: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskside.services.recording.files.NOTED_MOST", 1)
    rows = await recorded.rows()
    for name in ("person alice", "person tutor", "person alice"):
        await recorded.read(rows[name])
    assert len(await noted(recorded, AuditAct.RECORDING_DOWNLOADED)) == 3


async def test_a_deleted_recording_is_gone_with_what_shows_something_of_it(recorded: Studio) -> None:
    house, before = recorded.house, await recorded.rows()
    await recorded.files.delete(house.tutor, before["person alice"].id)
    rows = await recorded.rows()
    assert [name for name, row in rows.items() if row.status is FileStatus.DELETED] == ["person alice"]
    assert rows["person alice"].deleted_at == house.clock.now()
    assert not await recorded.readable(before["person alice"].file_id)
    with pytest.raises(NotFound):
        await recorded.read(before["person alice"])
    with pytest.raises(NotFound):
        await recorded.files.delete(house.tutor, before["person alice"].id)
    await recorded.files.delete(house.admin, before["person tutor"].id)
    rows = await recorded.rows()
    assert [name for name, row in rows.items() if row.there] == ["screen tutor"], "what students got of the tutor went"
    assert len(await noted(recorded, AuditAct.RECORDING_DELETED)) == 4
    await recorded.files.delete(house.admin, before["screen tutor"].id)
    assert await recorded.files.of_session(house.tutor, house.session_id) == ()


async def test_what_was_made_of_a_file_elsewhere_goes_in_the_same_transaction(recorded: Studio) -> None:
    house, gone = recorded.house, list[str]()

    async def goes(unit: UnitOfWork, file: RecordedFile) -> None:
        gone.append(file.id)

    files = RecordingFiles(house.services.outside, house.door, house.services.vault, goes)
    await files.delete(house.tutor, recorded.name(FileKind.TO_STUDENT, BOB))
    assert gone == [recorded.name(FileKind.TO_STUDENT, BOB)], "of a cut nothing else is made"


async def test_what_is_held_is_kept_until_it_is_released(recorded: Studio) -> None:
    house, id = recorded.house, recorded.name(FileKind.PERSON, TUTOR)
    for held in (True, True):
        await recorded.files.hold(house.tutor, id, held=held)
    with pytest.raises(Conflict, match="held"):
        await recorded.files.delete(house.admin, id)
    recorded.later(91 * DAY_MS)
    await recorded.files.foresee()
    await recorded.work()
    rows = await recorded.rows()
    assert [name for name, row in rows.items() if row.there] == ["person tutor"]
    await recorded.files.hold(house.admin, id, held=False)
    await recorded.files.delete(house.admin, id)
    assert await noted(recorded, AuditAct.RECORDING_HELD) == [("tutor", f"held {id}"), ("admin", f"released {id}")]


async def test_holding_what_is_deleted_at_this_moment_finds_nothing(recorded: Studio) -> None:
    house, id = recorded.house, recorded.name(FileKind.PERSON, ALICE)
    real = house.door.read

    async def deleting(ref):  # type: ignore[no-untyped-def]
        house.door.read = real  # type: ignore[method-assign]
        await recorded.files.delete(house.admin, id)
        return await real(ref)

    house.door.read = deleting  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        await recorded.files.hold(house.tutor, id, held=True)


async def test_after_their_time_recordings_go_by_themselves_once_a_day_is_looked(recorded: Studio) -> None:
    house = recorded.house
    recorded.later(89 * DAY_MS)
    for _ in range(3):
        await recorded.files.foresee()
    async with house.storage.reading() as unit:
        due = [x.key for center in (HERE, ELSEWHERE) for x in await unit.jobs.unfinished(center) if x.kind == EXPIRE]
    assert len(due) == 2, "one a center"
    await recorded.work()
    assert any(x.there for x in (await recorded.rows()).values())
    recorded.later(2 * DAY_MS)
    await recorded.files.foresee()
    await recorded.work()
    assert {x.status for x in (await recorded.rows()).values()} == {FileStatus.DELETED}
    assert {who for who, _ in await noted(recorded, AuditAct.RECORDING_DELETED)} == {COMMAND_LINE}
    async with house.storage.reading() as unit:
        assert await unit.vault.counts() == {}


async def test_a_recording_on_its_way_says_how_far_it_is_and_why_it_failed(studio: Studio) -> None:
    house = studio.house
    await studio.record((TUTOR, TrackKind.AUDIO))
    studio.later(MINUTE_MS)
    await studio.work()
    (shown,) = await studio.files.of_session(house.tutor, house.session_id)
    assert (shown.file.status, shown.percent) == (FileStatus.PROCESSING, 0)
    with pytest.raises(NotFound):
        await studio.files.open(house.tutor, shown.file.id)
    with pytest.raises(Conflict):
        await studio.files.retry(house.tutor, shown.file.id)
    await house.sessions.end(house.tutor, house.session_id)
    (shown,) = await studio.files.of_session(house.tutor, house.session_id)
    assert shown.percent == 0
    studio.remuxer.interrupted = 100
    for _ in range(8):
        studio.later(10 * MINUTE_MS)
        await studio.work()
    assert (await studio.job(FINISH)).state is JobState.FAILED
    shown = next(x for x in await studio.files.of_session(house.tutor, house.session_id) if x.file.id == shown.file.id)
    assert (shown.file.status, shown.file.reason) == (
        FileStatus.FAILED,
        "It went wrong (RuntimeError); the server's log says more.",
    )
    studio.remuxer.interrupted = 0
    await studio.files.retry(house.tutor, shown.file.id)
    await studio.work()
    assert (await studio.rows())["person tutor"].there
    assert Millis(0) < house.clock.now()
