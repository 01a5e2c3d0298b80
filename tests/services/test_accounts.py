"""People and their ways in, below HTTP."""

from dataclasses import dataclass, field

import pytest

from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.storage import Center, User
from deskside.services.accounts import AccountService, NewUser
from deskside.services.attendance import actor_of, hash_of
from deskside.services.exercises import ExerciseService, NewExercise
from deskside.services.links import LinkService
from deskside.services.ways_in import Ended
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.passwords import PlainPasswords
from tests.fakes.storage import FakeStorage

PASSWORD = "long enough"


@dataclass(slots=True)
class _House:
    """One center with an admin, a tutor and a student."""

    storage: FakeStorage = field(default_factory=FakeStorage)
    clock: HeldClock = field(default_factory=HeldClock)
    secrets: CountedSecrets = field(default_factory=CountedSecrets)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    disabled: list[tuple[UserId, bool]] = field(default_factory=list)
    accounts: AccountService = field(init=False)
    links: LinkService = field(init=False)
    center: Center = field(init=False)
    admin: User = field(init=False)
    tutor: User = field(init=False)
    student: User = field(init=False)

    async def open(self) -> "_House":
        self.accounts = AccountService(self.storage, self.clock, self.secrets, self.passwords, self._on_ended)
        self.links = LinkService(self.storage, self.clock, self.secrets, self._on_ended)
        olga = NewUser(Role.CENTER_ADMIN, "Olga", "Olga@here.test", PASSWORD)
        self.admin = await self.accounts.found_center("Riverside", olga)
        async with self.storage.transaction() as unit:
            self.center = await unit.accounts.center(self.admin.center_id) or pytest.fail("no center")
        self.tutor = await self._add(Role.TEACHER, "Rivera")
        self.student = await self.accounts.add_user(self.center.id, NewUser(Role.STUDENT, "Alice", grade_level="8"))
        return self

    async def _add(self, role: Role, name: str) -> User:
        return await self.accounts.add_user(self.center.id, NewUser(role, name, f"{name}@here.test", PASSWORD))

    async def _on_ended(self, ended: Ended) -> None:
        async with self.storage.transaction() as unit:
            user = await unit.accounts.user(self.center.id, ended.user_id)
        if ended.disabled:
            self.disabled.append((ended.user_id, user is not None and user.disabled))


@pytest.fixture
async def house() -> _House:
    """A new center."""
    return await _House().open()


async def test_only_hashes_of_secrets_are_kept(house: _House) -> None:
    signed_in = await house.accounts.sign_in("rivera@here.test", PASSWORD)
    link = await house.links.make_link(actor_of(house.admin), house.student.id)
    async with house.storage.transaction() as unit:
        assert await unit.accounts.login(signed_in.secret, house.clock.now()) is None
        assert await unit.accounts.login(hash_of(signed_in.secret), house.clock.now()) is not None
        assert await unit.accounts.use_link(link.secret, house.clock.now()) is None
        assert await unit.accounts.use_link(hash_of(link.secret), house.clock.now()) is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [("new@here.test", "aaaaaaaaaaaa"), ("new@here.test", "short"), ("olga@here.test", "olga@here.test")],
)
async def test_a_center_whose_admin_is_refused_is_not_founded(house: _House, email: str, password: str) -> None:
    with pytest.raises((Conflict, Invalid)):
        await house.accounts.found_center("Second", NewUser(Role.CENTER_ADMIN, "Olga", email, password))
    async with house.storage.transaction() as unit:
        founded = [await unit.accounts.center(CenterId(made)) for made in house.secrets.ids]
    assert [center for center in founded if center is not None] == [house.center]


async def test_sign_in_takes_as_much_work_without_an_account(house: _House) -> None:
    for email in ("nobody@here.test", ""):
        with pytest.raises(Unauthorized):
            await house.accounts.sign_in(email, PASSWORD)
    assert house.passwords.asked == [None, None]


async def test_whoever_is_signed_in_is_known_until_signing_out(house: _House) -> None:
    signed_in = await house.accounts.sign_in(" Rivera@HERE.test ", PASSWORD)
    present = await house.accounts.current(signed_in.secret)
    assert present is not None
    assert present.actor == Actor(house.tutor.id, house.center.id, Role.TEACHER, "Rivera")
    await house.accounts.sign_out(signed_in.secret)
    await house.accounts.sign_out(signed_in.secret)
    assert await house.accounts.current(signed_in.secret) is None


async def test_each_login_has_its_own_secret_and_token(house: _House) -> None:
    first = await house.accounts.sign_in("rivera@here.test", PASSWORD)
    second = await house.accounts.sign_in("rivera@here.test", PASSWORD)
    one, two = await house.accounts.current(first.secret), await house.accounts.current(second.secret)
    assert one is not None
    assert two is not None
    assert one.csrf != two.csrf
    third = await house.accounts.sign_in("rivera@here.test", PASSWORD, replacing=second.secret)
    assert await house.accounts.current(second.secret) is None
    assert await house.accounts.current(third.secret) is not None


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewUser(Role.STUDENT, "Eve", email="eve@here.test"), "personal link"),
        (NewUser(Role.STUDENT, "Eve", password=PASSWORD), "personal link"),
        (NewUser(Role.TEACHER, "Tom", email="tom@here.test"), "need an email and a password"),
        (NewUser(Role.TEACHER, "Tom", password=PASSWORD), "need an email and a password"),
        (NewUser(Role.CENTER_ADMIN, "Tom", "tom@here.test", "too short"), "at least 10"),
    ],
)
async def test_staff_have_email_and_password_and_students_neither(house: _House, new: NewUser, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        await house.accounts.create_user(actor_of(house.admin), new)


async def test_an_email_belongs_to_one_person(house: _House) -> None:
    with pytest.raises(Conflict):
        await house.accounts.create_user(
            actor_of(house.admin), NewUser(Role.TEACHER, "Other", "RIVERA@here.test", PASSWORD)
        )


async def test_people_are_listed_for_staff_only(house: _House) -> None:
    admin, tutor = actor_of(house.admin), actor_of(house.tutor)
    assert {user.id for user in await house.accounts.users(admin, None)} == {
        house.admin.id,
        house.tutor.id,
        house.student.id,
    }
    assert await house.accounts.users(admin, Role.TEACHER) == (house.tutor,)
    assert await house.accounts.users(tutor, Role.STUDENT) == (house.student,)
    assert {user.email for user in await house.accounts.users(tutor, None)} == {None}
    with pytest.raises(Forbidden):
        await house.accounts.users(actor_of(house.student), Role.STUDENT)


async def test_disabling_ends_every_way_in_and_then_tells(house: _House) -> None:
    admin = actor_of(house.admin)
    link = await house.links.make_link(admin, house.student.id)
    signed_in = await house.accounts.follow_link(link.secret)
    await house.accounts.disable_user(admin, house.student.id)
    assert house.disabled == [(house.student.id, True)]
    assert await house.accounts.current(signed_in.secret) is None
    with pytest.raises(Unauthorized):
        await house.accounts.follow_link(link.secret)
    assert house.student.id not in {user.id for user in await house.accounts.users(admin, None)}
    for act in (house.links.make_link, house.links.revoke_links):
        with pytest.raises(NotFound):
            await act(admin, house.student.id)
    with pytest.raises(NotFound):
        await house.accounts.disable_user(admin, UserId("nobody"))


async def test_nobody_but_an_admin_disables_and_no_admin_themself(house: _House) -> None:
    with pytest.raises(Forbidden):
        await house.accounts.disable_user(actor_of(house.tutor), house.student.id)
    with pytest.raises(Conflict):
        await house.accounts.disable_user(actor_of(house.admin), house.admin.id)
    assert house.disabled == []


async def test_links_last_a_month_for_students_and_once_for_staff(house: _House) -> None:
    admin = actor_of(house.admin)
    of_student = await house.links.make_link(admin, house.student.id)
    of_tutor = await house.links.make_link(admin, house.tutor.id)
    assert (await house.accounts.follow_link(of_tutor.secret)).path == "/dashboard/tutor"
    with pytest.raises(Unauthorized):
        await house.accounts.follow_link(of_tutor.secret)
    for _ in range(2):
        assert (await house.accounts.follow_link(of_student.secret)).path == "/dashboard/student"
    with pytest.raises(Forbidden):
        await house.links.make_link(actor_of(house.tutor), house.admin.id)
    with pytest.raises(Forbidden):
        await house.links.revoke_links(actor_of(house.student), house.student.id)
    house.clock.pass_ms(of_student.expires_at - house.clock.now())
    await house.accounts.sweep()
    with pytest.raises(Unauthorized):
        await house.accounts.follow_link(of_student.secret)


async def test_revoking_takes_links_and_the_browsers_that_came_by_them(house: _House) -> None:
    link = await house.links.issue_link(house.student, Millis(1000), single_use=False, path="/dashboard/x")
    signed_in = await house.accounts.follow_link(link.secret)
    assert signed_in.path == "/dashboard/x"
    await house.links.revoke_links(actor_of(house.admin), house.student.id)
    with pytest.raises(Unauthorized):
        await house.accounts.follow_link(link.secret)
    assert await house.accounts.current(signed_in.secret) is None


async def test_the_library_is_the_centers_and_the_staffs(house: _House) -> None:
    exercises = ExerciseService(house.storage, house.secrets)
    made = await exercises.create(actor_of(house.tutor), NewExercise("Fractions", "Math", "1/2 + 1/3"))
    assert await exercises.exercises(actor_of(house.admin)) == (made,)
    assert await exercises.exercises(Actor(UserId("x"), CenterId("other"), Role.TEACHER, "X")) == ()
    with pytest.raises(Forbidden):
        await exercises.exercises(actor_of(house.student))
    with pytest.raises(Forbidden):
        await exercises.create(actor_of(house.student), NewExercise("A", "B", "C"))
