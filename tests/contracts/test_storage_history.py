"""What every storage remembers of a student: sessions attended, exercises, notes of tutors."""

from dataclasses import replace
from functools import partial

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.ids import CenterId, ExerciseId, Millis
from deskside.domain.session import SessionStatus
from deskside.ports.history import About, PastSession, StudentNote
from deskside.ports.storage import Storage
from tests.contracts.room import ADMIN, ALICE, BOB, CENTER, TUTOR, Room, come, enroll, leave, populate, start

NOW = Millis(9_000)
OTHER = CenterId("center-2")
NOTE = StudentNote(ALICE, TUTOR, "Tutor", "Careful with signs.", Millis(5))


async def test_a_students_sessions_are_found_with_when_they_came_and_how_long_they_were_there(storage: Storage) -> None:
    await populate(storage)
    attended = await Room(storage, "attended").open()
    await attended.happen(1_000, enroll(ALICE), enroll(BOB), start)
    await attended.happen(2_000, *come(ALICE))
    await attended.happen(2_500, leave(ALICE))
    await attended.happen(3_000, *come(ALICE))
    missed = Room(storage, "missed")
    missed.session = replace(missed.session, scheduled_start=Millis(8_000))
    await missed.open()
    await missed.happen(1_000, enroll(ALICE))
    planned = Room(storage, "planned")
    planned.session = replace(planned.session, scheduled_start=Millis(NOW + 1), scheduled_end=Millis(NOW + 10))
    await planned.open()
    await planned.happen(1_000, enroll(ALICE))
    async with storage.transaction() as work:
        found = await work.history.sessions(CENTER, ALICE, NOW, 10)
        first = await work.history.sessions(CENTER, ALICE, NOW, 1)
        elsewhere = await work.history.sessions(OTHER, ALICE, NOW, 10)
        bobs = await work.history.sessions(CENTER, BOB, NOW, 10)
    there = PastSession(
        attended.session.id, "Fractions", "Tutor", SessionStatus.LIVE, Millis(1_000), Millis(2_000), None, Millis(500)
    )
    assert [x.session_id for x in found] == ["missed", "attended"]
    assert found[1] == there
    assert (found[0].joined_at, found[0].active_ms) == (None, 0)
    assert first == found[:1]
    assert elsewhere == ()
    assert [(x.session_id, x.joined_at) for x in bobs] == [("attended", None)]


async def test_when_a_student_has_left_the_last_leaving_is_told(storage: Storage) -> None:
    await populate(storage)
    room = await Room(storage).open()
    await room.happen(1_000, enroll(ALICE), start)
    await room.happen(2_000, *come(ALICE))
    await room.happen(2_500, leave(ALICE))
    async with storage.transaction() as work:
        (found,) = await work.history.sessions(CENTER, ALICE, NOW, 10)
    assert (found.joined_at, found.left_at, found.active_ms) == (2_000, 2_500, 500)


async def test_a_session_that_started_before_its_time_is_no_future_one(storage: Storage) -> None:
    await populate(storage)
    early = Room(storage)
    early.session = replace(early.session, scheduled_start=Millis(NOW + 1), scheduled_end=Millis(NOW + 10))
    await early.open()
    await early.happen(1_000, enroll(ALICE), start)
    async with storage.transaction() as work:
        assert [x.session_id for x in await work.history.sessions(CENTER, ALICE, NOW, 10)] == [early.session.id]


async def test_the_newest_events_are_found_by_person_session_and_kind_in_the_order_of_time(storage: Storage) -> None:
    await populate(storage)
    given = ev.ExerciseAssigned(ALICE, ExerciseId("x"), "Halves", "")
    bobs = replace(given, student_id=BOB)
    rooms = [await Room(storage, name).open() for name in ("a", "b", "c")]
    for at, room in zip((3_000, 2_000, 1_000), rooms, strict=True):
        await room.happen(at - 500, enroll(ALICE), enroll(BOB))
        await room.happen(at, partial(lanes.assign, assigned=given), partial(lanes.assign, assigned=bobs))
    wanted = (rooms[0].session.id, rooms[1].session.id)
    asked = About(ALICE, wanted, ("ExerciseAssigned",))
    async with storage.transaction() as work:
        found = await work.history.events(asked, 10)
        assert await work.history.events(replace(asked, session_ids=()), 10) == ()
        assert await work.history.events(asked, 1) == found[1:]
    assert [(session, recorded.at, recorded.event) for session, recorded in found] == [
        ("b", 2_000, given),
        ("a", 3_000, given),
    ]


async def test_each_author_has_one_note_about_a_student(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    admins = StudentNote(ALICE, ADMIN, "Admin", "Pays in May.", Millis(6))
    async with storage.transaction() as work:
        for note in (replace(NOTE, text="First"), NOTE, admins, replace(NOTE, student_id=BOB)):
            await work.history.put_note(CENTER, note)
    async with storage.transaction() as work:
        assert await work.history.notes(CENTER, ALICE) == (admins, NOTE)
        assert await work.history.notes(OTHER, ALICE) == ()
        await work.history.put_note(CENTER, replace(NOTE, text=""))
        assert await work.history.notes(CENTER, ALICE) == (admins,)
        assert len(await work.history.notes(CENTER, BOB)) == 1
