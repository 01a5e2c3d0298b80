"""Records are mended, people come back, forgotten passwords are replaced."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deskside.domain.access import Actor
from deskside.domain.audit import COMMAND_LINE
from deskside.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.audit import AuditQuery
from deskside.ports.storage import Center, User
from deskside.services.accounts import AccountService, NewUser
from deskside.services.attendance import actor_of
from deskside.services.links import LinkService
from deskside.services.passwords import PasswordService
from deskside.services.records import NEW_PASSWORD, Corrected, RecordService
from deskside.services.ways_in import Ended
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.passwords import PlainPasswords
from tests.fakes.storage import FakeStorage

PASSWORD = "long enough"
HERE = CenterId("here")


async def _nobody(_: Ended) -> None:
    """Whoever closes what hung on ended logins."""


class _House:
    """A center with an admin, a tutor and a student."""

    def __init__(self) -> None:
        self.storage, self.clock, passwords = FakeStorage(), HeldClock(), PlainPasswords()
        self.accounts = AccountService(self.storage, self.clock, CountedSecrets(), passwords, _nobody)
        self.links = LinkService(self.storage, self.clock, CountedSecrets(), _nobody)
        chosen = PasswordService(self.storage, self.clock, passwords, _nobody)
        self.records = RecordService(self.storage, self.clock, self.accounts, self.links, chosen)

    async def open(self) -> "_House":
        async with self.storage.transaction() as unit:
            await unit.accounts.add_center(Center(HERE, "Here"))
        self.admin = await self._add(Role.CENTER_ADMIN, "Olga")
        self.tutor = await self._add(Role.TEACHER, "Rivera")
        self.alice = await self.accounts.add_user(HERE, NewUser(Role.STUDENT, "Alice", grade_level="8"))
        return self

    async def _add(self, role: Role, name: str) -> User:
        return await self.accounts.add_user(HERE, NewUser(role, name, f"{name}@here.test", PASSWORD))

    @property
    def by(self) -> Actor:
        return actor_of(self.admin)

    async def record(self) -> list[tuple[str, str]]:
        """Who did what, in order."""
        names = {self.admin.id: "Olga", COMMAND_LINE: "command line"}
        async with self.storage.reading() as unit:
            lines = await unit.audit.search(HERE, AuditQuery())
        return [(names[x.actor_id], x.act.value) for x in reversed(lines)]


@pytest.fixture
async def house() -> _House:
    return await _House().open()


async def test_a_record_is_corrected(house: _House) -> None:
    alice = await house.records.correct(
        house.by, house.alice.id, Corrected("Alicia", Role.STUDENT, None, "9", "Algebra")
    )
    assert (alice.id, alice.name, alice.grade_level, alice.course_level) == (house.alice.id, "Alicia", "9", "Algebra")
    to = Corrected("Ms Rivera", Role.CENTER_ADMIN, "rivera@new.test")
    tutor = await house.records.correct(house.by, house.tutor.id, to)
    assert tutor in await house.accounts.users(house.by, None)
    assert (await house.accounts.sign_in("RIVERA@new.test", PASSWORD)).actor.role is Role.CENTER_ADMIN
    with pytest.raises(Unauthorized):
        await house.accounts.sign_in("Rivera@here.test", PASSWORD)
    assert await house.records.correct(house.by, house.tutor.id, to) == tutor


@pytest.mark.parametrize(
    ("who", "to", "error"),
    [
        ("alice", Corrected("A", Role.TEACHER, "a@here.test"), Invalid),
        ("alice", Corrected("A", Role.STUDENT, "a@here.test"), Invalid),
        ("tutor", Corrected("R", Role.STUDENT), Invalid),
        ("tutor", Corrected("R", Role.TEACHER), Invalid),
        ("tutor", Corrected("R", Role.TEACHER, "OLGA@here.test"), Conflict),
        ("admin", Corrected("O", Role.TEACHER, "olga@here.test"), Conflict),
        ("nobody", Corrected("N", Role.STUDENT), NotFound),
    ],
)
async def test_a_record_that_makes_no_sense_is_refused(
    house: _House, who: str, to: Corrected, error: type[DomainError]
) -> None:
    before = house.storage.kept()
    user_id = UserId("nobody") if who == "nobody" else getattr(house, who).id
    with pytest.raises(error):
        await house.records.correct(house.by, user_id, to)
    assert house.storage.kept() == before


async def test_whoever_is_disabled_can_come_back_and_blocks_nobody_meanwhile(house: _House) -> None:
    await house.accounts.disable_user(house.by, house.tutor.id)
    assert [x.id for x in await house.records.disabled(house.by)] == [house.tutor.id]
    with pytest.raises(NotFound):
        await house.records.correct(house.by, house.tutor.id, Corrected("R", Role.TEACHER, "r@here.test"))
    other = await house.accounts.add_user(HERE, NewUser(Role.TEACHER, "Rosa", "rivera@here.test", PASSWORD))
    with pytest.raises(Conflict):
        await house.records.enable(house.by, house.tutor.id)
    await house.records.correct(house.by, other.id, Corrected("Rosa", Role.TEACHER, "rosa@here.test"))
    for _ in range(2):
        assert not (await house.records.enable(house.by, house.tutor.id)).disabled
    assert await house.records.disabled(house.by) == ()
    assert (await house.accounts.sign_in("rivera@here.test", PASSWORD)).actor.user_id == house.tutor.id


async def test_a_forgotten_password_is_replaced_without_the_old_one(house: _House) -> None:
    link = await house.records.password_link(house.by, house.tutor.id)
    with pytest.raises(Invalid):
        await house.records.choose_password(link.secret, "short")
    login = await house.records.choose_password(link.secret, "another one, longer")
    assert login.actor.user_id == house.tutor.id
    assert (await house.accounts.sign_in("rivera@here.test", "another one, longer")).actor == login.actor
    for password in (PASSWORD, "another one, longer"):
        with pytest.raises(Unauthorized):
            await house.records.choose_password(link.secret, password)
    with pytest.raises(Unauthorized):
        await house.accounts.sign_in("rivera@here.test", PASSWORD)


async def test_only_a_link_made_for_it_chooses_a_password(house: _House) -> None:
    usual = await house.links.make_link(house.by, house.tutor.id)
    with pytest.raises(Unauthorized):
        await house.records.choose_password(usual.secret, "another one, longer")
    expired = await house.links.issue_link(house.tutor, Millis(0), single_use=True, path=NEW_PASSWORD)
    with pytest.raises(Unauthorized):
        await house.records.choose_password(expired.secret, "another one, longer")
    with pytest.raises(Forbidden):
        await house.records.password_link(house.by, house.alice.id)
    with pytest.raises(Forbidden):
        await house.records.new_password_link(replace(house.tutor, email=None))


async def test_a_new_link_of_staff_replaces_the_former_ones_and_is_on_record(house: _House) -> None:
    usual = await house.links.make_link(house.by, house.tutor.id)
    first = await house.records.password_link(house.by, house.tutor.id)
    second = await house.records.new_password_link(house.tutor)
    for gone in (usual, first):
        assert await house.links.look(gone.secret) is None
    assert await house.links.look(second.secret) is not None
    await house.links.make_link(house.by, house.tutor.id)
    assert await house.links.look(second.secret) is None
    assert await house.record() == [("Olga", "link_made")] * 2 + [("command line", "link_made"), ("Olga", "link_made")]


async def test_what_is_done_to_a_record_is_on_record_once(house: _House) -> None:
    await house.accounts.disable_user(house.by, house.tutor.id)
    for _ in range(2):
        await house.records.enable(house.by, house.tutor.id)
    to = Corrected("Ms Rivera", Role.TEACHER, "rivera@new.test")
    for _ in range(2):
        await house.records.correct(house.by, house.tutor.id, to)
    assert await house.record() == [("Olga", x) for x in ("person_disabled", "person_enabled", "person_corrected")]


ACTS: list[Callable[[_House, Actor], object]] = [
    lambda house, by: house.records.correct(by, house.alice.id, Corrected("A", Role.STUDENT)),
    lambda house, by: house.records.disabled(by),
    lambda house, by: house.records.enable(by, house.alice.id),
    lambda house, by: house.records.password_link(by, house.tutor.id),
]


@pytest.mark.parametrize("act", range(len(ACTS)))
async def test_only_admins_mend_records(house: _House, act: int) -> None:
    for user in (house.tutor, house.alice):
        with pytest.raises(Forbidden):
            await ACTS[act](house, actor_of(user))  # type: ignore[misc]
