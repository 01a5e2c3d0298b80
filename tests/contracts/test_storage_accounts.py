"""What every storage keeps of centers, people, their ways in, and exercises."""

from dataclasses import replace

import pytest

from deskside.domain.exercises import Check
from deskside.domain.ids import CenterId, ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Center, EmailTaken, JoinGrant, Login, PersonalLink, Storage, User
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, Room, populate

OTHER = CenterId("center-2")
NOW, SOON, LATER = Millis(1_000), Millis(2_000), Millis(3_000)
TEACHER = User(UserId("t2"), CENTER, Role.TEACHER, "Zoë", "Zoe@Example.org", "$argon2id$…", "", "", disabled=False)
LOGIN = Login("login-hash", TUTOR, "csrf", NOW, SOON)
LINK = PersonalLink("link-hash", ALICE, "/dashboard/student", SOON, single_use=False)
GRANT = JoinGrant("grant-hash", ALICE, SessionId("session-123"), SOON)


@pytest.fixture(autouse=True)
async def two_centers(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)


async def _add(storage: Storage, *things: Login | PersonalLink | JoinGrant) -> None:
    async with storage.transaction() as work:
        for thing in things:
            match thing:
                case Login():
                    await work.accounts.add_login(thing)
                case PersonalLink():
                    await work.accounts.add_link(thing)
                case JoinGrant():
                    await work.accounts.add_grant(thing)


async def _open_ways(storage: Storage, now: Millis) -> list[str]:
    """Which of the three secrets lead in."""
    async with storage.transaction() as work:
        found = {
            "login": await work.accounts.login(LOGIN.secret_hash, now),
            "link": await work.accounts.use_link(LINK.secret_hash, now),
            "grant": await work.accounts.grant(GRANT.token_hash, now),
        }
    return [name for name, way_in in found.items() if way_in is not None]


async def test_a_center_and_its_people_come_back(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        assert await work.accounts.center(CENTER) == Center(CENTER, "Center")
        assert await work.accounts.center(CenterId("none")) is None
        assert await work.accounts.user(CENTER, TEACHER.id) == TEACHER


async def test_a_user_of_another_center_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.accounts.user(OTHER, ALICE) is None
        assert ALICE not in {x.id for x in await work.accounts.users(OTHER, None)}


async def test_users_are_sorted_by_name_whatever_its_case(storage: Storage) -> None:
    async with storage.transaction() as work:
        for name in ("bert", "Änne"):
            await work.accounts.add_user(User(UserId(name), CENTER, Role.STUDENT, name))
        students = await work.accounts.users(CENTER, Role.STUDENT)
        everybody = await work.accounts.users(CENTER, None)
    assert [x.name for x in students] == ["Alice", "bert", "Bob", "Änne"]
    assert [x.name for x in everybody] == ["Admin", "Alice", "bert", "Bob", "Tutor", "Änne"]


async def test_an_email_is_found_and_taken_without_case(storage: Storage) -> None:
    rival = replace(TEACHER, id=UserId("t3"), center_id=OTHER, email="ZOE@example.ORG")
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        with pytest.raises(EmailTaken):
            await work.accounts.add_user(rival)
        assert await work.accounts.user_by_email("zoe@EXAMPLE.org") == TEACHER
        assert await work.accounts.user_by_email("nobody@example.org") is None
        assert await work.accounts.user(OTHER, rival.id) is None


async def test_each_secret_leads_to_its_user_until_it_expires(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, LINK, GRANT)
    async with storage.transaction() as work:
        login = await work.accounts.login(LOGIN.secret_hash, NOW)
        link = await work.accounts.use_link(LINK.secret_hash, NOW)
        grant = await work.accounts.grant(GRANT.token_hash, NOW)
    assert login is not None
    assert link is not None
    assert grant is not None
    assert [login[0], link[0], grant[0]] == [LOGIN, LINK, GRANT]
    assert [x[1].id for x in (login, link, grant)] == [TUTOR, ALICE, ALICE]
    assert await _open_ways(storage, Millis(SOON - 1)) == ["login", "link", "grant"]
    assert await _open_ways(storage, SOON) == []


async def test_a_single_use_link_works_once(storage: Storage) -> None:
    await _add(storage, replace(LINK, single_use=True))
    assert await _open_ways(storage, NOW) == ["link"]
    assert await _open_ways(storage, NOW) == []


async def test_what_was_removed_leads_nowhere(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, LINK, GRANT)
    async with storage.transaction() as work:
        await work.accounts.remove_grants(GRANT.session_id, BOB)
        await work.accounts.remove_grants(SessionId("session-124"), ALICE)
        await work.accounts.remove_links(BOB)
    assert await _open_ways(storage, NOW) == ["login", "link", "grant"]
    async with storage.transaction() as work:
        await work.accounts.remove_login(LOGIN.secret_hash)
        await work.accounts.remove_links(ALICE)
        await work.accounts.remove_grants(GRANT.session_id, ALICE)
    assert await _open_ways(storage, NOW) == []


async def test_a_disabled_user_can_no_longer_come_in(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, LINK, GRANT)
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        await work.accounts.disable_user(CENTER, ALICE)
        await work.accounts.disable_user(CENTER, TEACHER.id)
        assert await work.accounts.user_by_email("zoe@example.org") is None
        assert await work.accounts.user(CENTER, TEACHER.id) == replace(TEACHER, disabled=True)
    assert await _open_ways(storage, NOW) == ["login"]
    await _add(storage, replace(LOGIN, secret_hash="late", user_id=ALICE))
    async with storage.transaction() as work:
        assert await work.accounts.login("late", NOW) is None


async def test_another_center_cannot_disable_a_user(storage: Storage) -> None:
    await _add(storage, LOGIN)
    async with storage.transaction() as work:
        await work.accounts.disable_user(OTHER, TUTOR)
        found = await work.accounts.user(CENTER, TUTOR)
    assert found is not None
    assert not found.disabled
    assert await _open_ways(storage, NOW) == ["login"]


async def test_sweeping_forgets_only_what_is_expired(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, replace(LINK, expires_at=LATER), GRANT)
    async with storage.transaction() as work:
        await work.accounts.sweep(SOON)
    assert await _open_ways(storage, NOW) == ["link"]


async def test_exercises_are_of_the_center_sorted_by_course_lesson_and_title(storage: Storage) -> None:
    kept = [
        Exercise(ExerciseId(x), CENTER, title, lesson, "½ + ⅓ = $\\frac{5}{6}$\n", course, Check.LATER)
        for x, course, lesson, title in (
            ("3", "maths", "Algebra", "Area"),
            ("2", "Maths", "algebra", "Roots"),
            ("1", "Art", "Drawing", "Lines"),
        )
    ]
    async with storage.transaction() as work:
        for each in kept:
            await work.exercises.add(each)
        assert await work.exercises.exercises(CENTER) == (kept[2], kept[0], kept[1])
        assert await work.exercises.exercise(CENTER, kept[0].id) == kept[0]
        assert await work.exercises.exercise(OTHER, kept[0].id) is None
        assert await work.exercises.exercises(OTHER) == ()


async def test_a_retired_exercise_is_no_longer_in_the_library_but_can_still_be_read(storage: Storage) -> None:
    exercise = Exercise(ExerciseId("1"), CENTER, "Lines", "Algebra", "$y = 2x$\n")
    async with storage.transaction() as work:
        await work.exercises.add(exercise)
        await work.exercises.retire(OTHER, exercise.id)
        assert await work.exercises.exercises(CENTER) == (exercise,)
        await work.exercises.retire(CENTER, exercise.id)
    async with storage.transaction() as work:
        assert await work.exercises.exercises(CENTER) == ()
        assert await work.exercises.exercise(CENTER, exercise.id) == replace(exercise, current=False)
