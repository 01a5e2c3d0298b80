"""Passwords that people choose, and emails by which they sign in."""

import pytest

from deskside.domain.errors import EmailNeeded, Invalid, Unauthorized
from deskside.domain.ids import Millis
from deskside.domain.people import Role
from deskside.ports.audit import AuditQuery
from deskside.ports.logins import PersonalLink
from deskside.services.accounts import HOUR_MS, NewUser
from deskside.services.attendance import hash_of
from deskside.services.records import Corrected
from deskside.services.signed_in import SeveralCenters
from deskside.services.strength import WeakPassword
from tests.services.house import HERE, House

PASSWORD = "a good deal of words"


async def test_a_staff_link_of_an_admin_leads_to_choosing_a_password_and_nothing_else(live: House) -> None:
    await live.services.accounts.add_user(HERE, _staff("other", "other@here.test"))
    (other,) = [x for x in await live.services.accounts.users(live.admin, None) if x.email == "other@here.test"]
    link = await live.services.links.make_link(live.admin, other.id)
    login = await live.services.accounts.follow_link(link.secret)
    present = await live.services.accounts.current(login.secret)
    assert present is not None
    assert present.confined
    elsewhere = await live.services.accounts.sign_in("other@here.test", PASSWORD)
    with pytest.raises(Invalid, match="easily guessed"):
        await live.services.passwords.change(present, "", "other@here.test")
    await live.services.passwords.change(present, "", "three words and more")
    free = await live.services.accounts.current(login.secret)
    assert free is not None
    assert not free.confined
    assert await live.services.accounts.current(elsewhere.secret) is None, "whoever it is finds out"
    acts = [x.act for x in await live.services.audit.lines(live.admin, AuditQuery()) if x.target_id == other.id]
    assert acts == ["password_changed", "link_followed", "link_made"]


async def test_the_first_password_is_good_for_choosing_another_one(live: House) -> None:
    accounts = live.services.accounts
    new = await accounts.create_user(live.admin, _staff("other", "other@here.test"))
    elsewhere = await accounts.sign_in("other@here.test", PASSWORD)
    login = await accounts.sign_in("other@here.test", PASSWORD)
    present = await accounts.current(login.secret)
    assert present is not None
    assert present.confined, "the admin knows this password"
    with pytest.raises(WeakPassword, match="Others know"):
        await live.services.passwords.change(present, "", PASSWORD)
    await live.services.passwords.change(present, "", "three words and more")
    assert await accounts.current(elsewhere.secret) is None
    for each in (login, await accounts.sign_in("other@here.test", "three words and more")):
        free = await accounts.current(each.secret)
        assert free is not None
        assert not free.confined
    link = await live.services.links.replace_links(new)
    by_link = await accounts.current((await accounts.follow_link(link.secret)).secret)
    assert by_link is not None
    assert not by_link.confined, "whoever runs the machine is trusted, and the password is their own now"


async def test_a_link_leads_around_no_first_password(live: House) -> None:
    accounts = live.services.accounts
    new = await accounts.create_user(live.admin, _staff("other", "other@here.test"))
    link = await live.services.links.replace_links(new)
    present = await accounts.current((await accounts.follow_link(link.secret)).secret)
    assert present is not None
    assert present.confined


async def test_ones_own_password_needs_the_former_one_and_ends_every_other_login(live: House) -> None:
    await live.services.accounts.add_user(HERE, _staff("other", "other@here.test"))
    here, there = [await live.services.accounts.sign_in("OTHER@here.teſt", PASSWORD) for _ in range(2)]
    present = await live.services.accounts.current(here.secret)
    assert present is not None
    with pytest.raises(Unauthorized):
        await live.services.passwords.change(present, "wrong", "three words and more")
    await live.services.passwords.change(present, PASSWORD, "three words and more")
    assert await live.services.accounts.current(there.secret) is None
    assert await live.services.accounts.current(here.secret) is not None


async def test_nobody_learns_of_another_centers_email_and_who_is_in_both_is_asked_which(live: House) -> None:
    accounts = live.services.accounts
    for center in (HERE, live.foreigners[0].center_id):
        await accounts.add_user(center, _staff("both", "both@here.test"))
    with pytest.raises(SeveralCenters) as asked:
        await accounts.sign_in("both@here.test", PASSWORD)
    assert [x.id for x in asked.value.centers] == ["elsewhere", "here"]
    login = await accounts.sign_in("both@here.test", PASSWORD, center_id=HERE)
    assert login.actor.center_id == HERE


def _staff(name: str, email: str) -> NewUser:
    return NewUser(Role.TEACHER, name.title(), email, PASSWORD)


async def test_staff_without_an_email_get_no_link_that_leads_to_a_password_of_no_use(live: House) -> None:
    with pytest.raises(EmailNeeded, match="An admin of the center can add one"):
        await live.services.links.make_link(live.admin, live.tutor.user_id)
    assert await live.services.audit.lines(live.admin, AuditQuery()) == (), "nothing was made"


async def test_who_came_by_such_a_link_of_before_is_told_and_chooses_once_there_is_an_email(live: House) -> None:
    made = PersonalLink(
        hash_of("of before"), live.tutor.user_id, "/", Millis(live.clock.now() + HOUR_MS), True, live.admin.user_id
    )
    async with live.storage.transaction() as unit:
        await unit.accounts.add_link(made)
    login = await live.services.accounts.follow_link("of before")
    present = await live.services.accounts.current(login.secret)
    assert present is not None
    assert present.confined
    with pytest.raises(EmailNeeded):
        await live.services.passwords.change(present, "", "three words and more")
    to = Corrected(live.tutor.name, Role.TEACHER, "tutor@here.test")
    await live.services.records.correct(live.admin, live.tutor.user_id, to)
    await live.services.passwords.change(present, "", "three words and more")
    again = await live.services.accounts.sign_in("tutor@here.test", "three words and more")
    assert again.actor.user_id == live.tutor.user_id
