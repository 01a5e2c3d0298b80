"""The center and many of its people, below HTTP: what cannot be reached through a settled world."""

import pytest

from deskside.domain.access import Actor
from deskside.domain.errors import Forbidden, Invalid, NotFound
from deskside.domain.ids import CenterId, UserId
from deskside.domain.people import Role
from deskside.ports.storage import Center, User
from deskside.services.attendance import actor_of
from deskside.services.centers import CenterService
from deskside.services.links import SHEET_MOST, LinkService
from deskside.services.passwords import PasswordService
from deskside.services.signed_in import Present
from deskside.services.ways_in import Ended
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.passwords import PlainPasswords
from tests.fakes.storage import FakeStorage

HERE = CenterId("here")
ADMIN = User(UserId("admin"), HERE, Role.CENTER_ADMIN, "Olga", "olga@here.test")
BY_LINK_ONLY = User(UserId("tutor"), HERE, Role.TEACHER, "Rivera")


async def _nobody(_: Ended) -> None:
    """Nothing is open that had to be closed."""


@pytest.fixture
async def storage() -> FakeStorage:
    """A center with an admin and a tutor who comes by link only."""
    storage = FakeStorage()
    async with storage.transaction() as unit:
        await unit.accounts.add_center(Center(HERE, "Riverside"))
        await unit.accounts.add_user(ADMIN)
        await unit.accounts.add_user(BY_LINK_ONLY)
    return storage


async def test_a_center_is_found_by_its_people_only(storage: FakeStorage) -> None:
    centers = CenterService(storage)
    assert (await centers.center(actor_of(ADMIN))).name == "Riverside"
    with pytest.raises(NotFound):
        await centers.center(Actor(UserId("x"), CenterId("gone"), Role.TEACHER, "X"))


async def test_a_password_is_of_no_use_without_an_email(storage: FakeStorage) -> None:
    passwords = PasswordService(storage, HeldClock(), PlainPasswords(), _nobody)
    with pytest.raises(Forbidden):
        await passwords.change(Present(actor_of(BY_LINK_ONLY), "csrf", "login"), "", "long enough")


async def test_a_sheet_has_an_end(storage: FakeStorage) -> None:
    ids = tuple(UserId(f"student-{n}") for n in range(SHEET_MOST + 1))
    async with storage.transaction() as unit:
        for each in ids:
            await unit.accounts.add_user(User(each, HERE, Role.STUDENT, each))
    links = LinkService(storage, HeldClock(), CountedSecrets(), _nobody)
    with pytest.raises(Invalid):
        await links.make_sheet(actor_of(ADMIN), ())
    assert len(await links.make_sheet(actor_of(ADMIN), ids[1:])) == SHEET_MOST
