"""What every storage keeps of records that are corrected, of known browsers, and of links that are looked at."""

from dataclasses import replace

import pytest

from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.devices import KnownDevice
from deskside.ports.logins import PersonalLink
from deskside.ports.storage import EmailTaken, Storage, User
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, populate

OTHER = CenterId("center-2")
NOW, SOON = Millis(1_000), Millis(2_000)
TEACHER = User(UserId("t2"), CENTER, Role.TEACHER, "Zoë", "Zoe@Example.org", "$argon2id$…", "", "", disabled=False)
LINK = PersonalLink("link-hash", ALICE, "/dashboard/student", SOON, single_use=False)


@pytest.fixture(autouse=True)
async def two_centers(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)


async def test_a_link_that_is_looked_at_is_not_used_up(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.accounts.add_link(replace(LINK, single_use=True))
        for _ in range(2):
            found = await work.accounts.link(LINK.secret_hash, NOW)
            assert found is not None
            assert (found[0], found[1].id) == (replace(LINK, single_use=True), ALICE)
        assert await work.accounts.link(LINK.secret_hash, SOON) is None
        assert await work.accounts.link("another", NOW) is None


async def test_a_browser_is_known_for_its_person_until_that_expires(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.accounts.add_device(KnownDevice("mine", TUTOR, SOON))
        await work.accounts.add_device(KnownDevice("another's", BOB, SOON))
        assert await work.accounts.known_device(TUTOR, ("another's", "none", "mine"), NOW) == "mine"
        assert await work.accounts.known_device(TUTOR, ("another's",), NOW) is None
        assert await work.accounts.known_device(TUTOR, ("mine",), SOON) is None
        await work.accounts.disable_user(CENTER, TUTOR)
        assert await work.accounts.known_device(TUTOR, ("mine",), NOW) is None
        await work.accounts.sweep(SOON)
        assert await work.accounts.known_device(BOB, ("another's",), NOW) is None


async def test_a_record_is_stored_anew_and_an_email_is_nobody_elses(storage: Storage) -> None:
    other = replace(TEACHER, id=UserId("t3"), email="other@example.org")
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        await work.accounts.add_user(other)
        changed = replace(TEACHER, name="Zoe", role=Role.CENTER_ADMIN, email="new@example.org")
        await work.accounts.update_user(changed)
        await work.accounts.update_user(changed)
        assert await work.accounts.user(CENTER, TEACHER.id) == changed
        assert await work.accounts.users_by_email("NEW@example.org") == (changed,)
        assert await work.accounts.users_by_email("zoe@example.org") == ()
        assert [x.id for x in await work.accounts.centers()] == [CENTER, OTHER]
    with pytest.raises(EmailTaken):
        async with storage.transaction() as work:
            await work.accounts.update_user(replace(changed, email="Other@example.org"))


async def test_the_email_of_somebody_disabled_is_free_until_they_are_back(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        await work.accounts.disable_user(CENTER, TEACHER.id)
        await work.accounts.add_user(replace(TEACHER, id=UserId("t3")))
        disabled = await work.accounts.user(CENTER, TEACHER.id)
        assert disabled == replace(TEACHER, disabled=True)
        await work.accounts.update_user(replace(disabled, name="Zoe"))
    with pytest.raises(EmailTaken):
        async with storage.transaction() as work:
            await work.accounts.update_user(TEACHER)
    async with storage.transaction() as work:
        await work.accounts.disable_user(CENTER, UserId("t3"))
        await work.accounts.update_user(TEACHER)
        assert await work.accounts.users_by_email("zoe@example.org") == (TEACHER,)
