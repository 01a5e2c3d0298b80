"""What a tutor looks up about a student; students see nothing of it."""

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.access import Right
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.ids import HelpId, UserId
from deskside.domain.modes import Urgency
from deskside.services.details import DetailService
from deskside.services.door import By
from deskside.services.lanes import HelpCall
from tests.services.house import EXERCISE, House


@pytest.fixture
def details(live: House) -> DetailService:
    return live.services.details


async def test_the_panel_holds_exercises_with_their_progress_and_only_this_students_events(
    live: House, details: DetailService
) -> None:
    it = live.session_id
    for actor, percent in ((live.alice, 40), (live.bob, 90)):
        await _assign(live, actor.user_id)
        await live.lanes.set_progress(live.tutor, it, actor.user_id, percent)
    await _assign(live, live.alice.user_id)
    await live.lanes.ask_help(live.alice, it, HelpCall(HelpId("h"), Urgency.HIGH, "?"))
    found = await details.details(live.tutor, it, live.alice.user_id)
    assert [(x.title, x.percent) for x in found.exercises] == [("Fractions", 0), ("Fractions", 40)]
    assert [type(x.event).__name__ for x in found.events] == [
        "HelpAsked",
        "ExerciseAssigned",
        "ProgressChanged",
        "ExerciseAssigned",
        "PersonJoined",
        "StudentEnrolled",
    ]
    assert all(x.event.student_id == "alice" for x in found.events if isinstance(x.event, ev.HelpAsked))
    assert [x.session_id for x in found.sessions] == [it]


async def test_of_work_whose_beginning_is_too_long_ago_nothing_is_made_up(
    live: House, details: DetailService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _assign(live, live.alice.user_id)
    await live.lanes.set_progress(live.tutor, live.session_id, live.alice.user_id, 40)
    monkeypatch.setattr("deskside.services.details.EXERCISE_EVENTS", 1)
    assert (await details.details(live.tutor, live.session_id, live.alice.user_id)).exercises == ()


async def _assign(house: House, student_id: UserId) -> None:
    assigned = ev.ExerciseAssigned(student_id, EXERCISE, "Fractions", "Lesson 4")
    await house.door.act(
        By(house.tutor, Right.TEACH), house.session_id, lambda session: lanes.assign(session, assigned)
    )


async def test_notes_are_shared_among_staff_and_never_with_students(live: House, details: DetailService) -> None:
    it, alice = live.session_id, live.alice.user_id
    await details.put_note(live.tutor, it, alice, "Careful with signs.")
    await details.put_note(live.admin, it, alice, "Pays in May.")
    found = await details.details(live.tutor, it, alice)
    assert {(x.author_id, x.text) for x in found.notes} == {
        ("tutor", "Careful with signs."),
        ("admin", "Pays in May."),
    }
    for refused in (details.details(live.alice, it, alice), details.put_note(live.alice, it, alice, "I am great.")):
        with pytest.raises(Forbidden):
            await refused


async def test_an_admin_reads_the_details_of_a_live_session_only_while_they_look_in(
    live: House, details: DetailService
) -> None:
    it, alice = live.session_id, live.alice.user_id
    with pytest.raises(Forbidden):
        await details.details(live.admin, it, alice)
    await live.enter(live.admin)
    assert (await details.details(live.admin, it, alice)).events


async def test_what_is_worked_on_in_another_session_is_told_once_that_is_over(
    live: House, details: DetailService
) -> None:
    other = await live.sessions.create(live.colleague, live.new(students=("alice",)))
    await live.sessions.start(live.colleague, other.id)
    assigned = ev.ExerciseAssigned(live.alice.user_id, EXERCISE, "Fractions", "Lesson 4")
    await live.door.act(By(live.colleague, Right.TEACH), other.id, lambda session: lanes.assign(session, assigned))
    assert (await details.details(live.tutor, live.session_id, live.alice.user_id)).exercises == ()
    await live.sessions.end(live.colleague, other.id)
    assert len((await details.details(live.tutor, live.session_id, live.alice.user_id)).exercises) == 1


async def test_of_somebody_without_a_lane_nothing_is_told(live: House, details: DetailService) -> None:
    for actor, student in ((live.tutor, live.pupil), (live.colleague, live.alice), (live.foreigners[0], live.alice)):
        with pytest.raises(NotFound):
            await details.details(actor, live.session_id, student.user_id)
        with pytest.raises(NotFound):
            await details.put_note(actor, live.session_id, student.user_id, "?")
