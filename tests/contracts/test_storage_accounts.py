"""What every storage keeps of centers, people and their ways in."""

from dataclasses import replace

import pytest

from deskside.domain.audit import AuditAct
from deskside.domain.ids import CenterId, Millis, PageId, SessionId, UserId
from deskside.domain.people import Role
from deskside.ports.audit import AUDIT_SHOWN, AuditQuery, AuditRow
from deskside.ports.logins import JoinGrant, Login, PersonalLink
from deskside.ports.storage import Center, EmailTaken, Storage, User
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, Room, populate

OTHER = CenterId("center-2")
NOW, SOON, LATER = Millis(1_000), Millis(2_000), Millis(3_000)
TEACHER = User(UserId("t2"), CENTER, Role.TEACHER, "Zoë", "Zoe@Example.org", "$argon2id$…", "", "", disabled=False)
LOGIN = Login("login-hash", TUTOR, "csrf", NOW, SOON)
LINK = PersonalLink("link-hash", ALICE, "/dashboard/student", SOON, single_use=False)
GRANT = JoinGrant("grant-hash", ALICE, SessionId("session-123"), SOON, LOGIN.secret_hash)
PAGE, ANOTHER = PageId("page"), PageId("another")


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
            "grant": await work.logins.take_grant(GRANT.token_hash, PAGE, now),
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


async def test_people_are_sorted_by_their_letters_whatever_case_and_accents(storage: Storage) -> None:
    async with storage.transaction() as work:
        for name in ("bert", "Änne", "Łukasz"):
            await work.accounts.add_user(User(UserId(name), CENTER, Role.STUDENT, name))
        students = await work.accounts.users(CENTER, Role.STUDENT)
        everybody = await work.accounts.users(CENTER, None)
    assert [x.name for x in students] == ["Alice", "Änne", "bert", "Bob", "Łukasz"]
    assert [x.name for x in everybody] == ["Admin", "Alice", "Änne", "bert", "Bob", "Łukasz", "Other-Tutor", "Tutor"]


async def test_an_email_is_found_and_taken_as_people_compare_it(storage: Storage) -> None:
    rival = replace(TEACHER, id=UserId("t3"), email="ZOE@example.ORG")
    async with storage.transaction() as work:
        await work.accounts.add_user(replace(TEACHER, email="Zoes@Example.org"))
        for same in ("zoes@EXAMPLE.org", " ZOES@example.org", "zoeſ@example.org", "ｚｏｅｓ@example.org"):
            with pytest.raises(EmailTaken):
                await work.accounts.add_user(replace(rival, email=same))
            assert [x.id for x in await work.accounts.users_by_email(same)] == [TEACHER.id]
        assert await work.accounts.users_by_email("nobody@example.org") == ()
        assert await work.accounts.user(CENTER, rival.id) is None


async def test_an_email_of_another_center_is_as_good_as_new(storage: Storage) -> None:
    abroad = replace(TEACHER, id=UserId("t3"), center_id=OTHER)
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        await work.accounts.add_user(abroad)
        assert await work.accounts.users_by_email("zoe@example.org") == (TEACHER, abroad)


async def test_a_grant_is_taken_by_one_page_and_ends_with_its_login(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, replace(LOGIN, secret_hash="other", id="2", created_at=SOON), GRANT)
    await _add(storage, replace(GRANT, token_hash="of-other", login_hash="other"))
    async with storage.transaction() as work:
        assert await work.logins.taken_grant(GRANT.token_hash, PAGE, NOW) is None, "nobody has taken it"
        taken = await work.logins.take_grant(GRANT.token_hash, PAGE, NOW)
        assert taken == replace(GRANT, page=PAGE)
        for ask in (work.logins.take_grant, work.logins.taken_grant):
            assert await ask(GRANT.token_hash, PAGE, NOW) == taken
            assert await ask(GRANT.token_hash, ANOTHER, NOW) is None
            assert await ask(GRANT.token_hash, PAGE, SOON) is None
        assert await work.logins.remove(ALICE, frozenset({LOGIN.secret_hash})) == (taken,)
        for ask in (work.logins.take_grant, work.logins.taken_grant):
            assert await ask(GRANT.token_hash, PAGE, NOW) is None
        assert [x.token_hash for x in await work.logins.remove(ALICE, None)] == ["of-other"]


async def test_the_logins_of_a_person_are_listed_and_ended(storage: Storage) -> None:
    newer = replace(LOGIN, secret_hash="newer", id="2", created_at=Millis(NOW + 1), link_hash="l", confined=True)
    await _add(storage, LOGIN, newer, replace(LOGIN, secret_hash="of-alice", user_id=ALICE))
    async with storage.transaction() as work:
        assert await work.logins.of_user(TUTOR, NOW) == (newer, LOGIN)
        assert await work.logins.of_user(TUTOR, SOON) == ()
        await work.logins.free("newer")
        assert await work.logins.of_user(TUTOR, NOW) == (replace(newer, confined=False), LOGIN)
        assert await work.logins.remove(ALICE, frozenset({"newer"})) == ()
        await work.logins.remove(TUTOR, frozenset({"newer"}))
        assert await work.logins.of_user(TUTOR, NOW) == (LOGIN,)
        await work.logins.remove(TUTOR, None)
        assert await work.logins.of_user(TUTOR, NOW) == ()
        assert len(await work.logins.of_user(ALICE, NOW)) == 1


async def test_who_may_come_in_stands_with_their_logins(storage: Storage) -> None:
    await _add(storage, LOGIN, replace(LOGIN, secret_hash="newer", id="2", expires_at=LATER))
    await _add(storage, replace(LOGIN, secret_hash="of-bob", user_id=BOB))
    async with storage.transaction() as work:
        of_tutor = {LOGIN.secret_hash: SOON, "newer": LATER}
        wanted = frozenset({TUTOR, ALICE, UserId("nobody")})
        assert await work.logins.standing(wanted) == {TUTOR: of_tutor, ALICE: {}}
        await work.accounts.disable_user(CENTER, TUTOR)
        assert await work.logins.standing(wanted) == {ALICE: {}}
        assert await work.logins.standing(frozenset({BOB})) == {BOB: {"of-bob": SOON}}


async def test_the_record_is_the_centers_and_is_read_from_its_end(storage: Storage) -> None:
    room = await Room(storage).open()
    rows = [
        AuditRow(CENTER, Millis(n), TUTOR, AuditAct.LINK_MADE, ALICE, detail=str(n)) for n in range(AUDIT_SHOWN + 1)
    ]
    read = AuditRow(CENTER, NOW, TUTOR, AuditAct.CONTENT_READ, None, room.session.id)
    async with storage.transaction() as work:
        await work.audit.add(*rows)
        await work.audit.add()
        await work.audit.add(replace(rows[0], center_id=OTHER), read)
    async with storage.transaction() as work:
        found = await work.audit.search(CENTER, AuditQuery())
        assert len(found) == AUDIT_SHOWN
        assert (found[0].session_title, found[0].target_name) == (room.session.title, None)
        assert (found[1].detail, found[1].actor_name, found[1].target_name) == (str(AUDIT_SHOWN), "Tutor", "Alice")
        rest = await work.audit.search(CENTER, AuditQuery(before=found[-1].number))
        assert [x.detail for x in rest] == ["1", "0"]
        assert len(await work.audit.search(CENTER, AuditQuery(AuditAct.CONTENT_READ))) == 1
        assert len(await work.audit.search(CENTER, AuditQuery(person_id=ALICE))) == AUDIT_SHOWN
        assert await work.audit.search(CENTER, AuditQuery(person_id=BOB)) == ()
        assert len(await work.audit.search(OTHER, AuditQuery())) == 1


async def test_each_secret_leads_to_its_user_until_it_expires(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, LINK, GRANT)
    async with storage.transaction() as work:
        login = await work.accounts.login(LOGIN.secret_hash, NOW)
        link = await work.accounts.use_link(LINK.secret_hash, NOW)
        grant = await work.logins.take_grant(GRANT.token_hash, PAGE, NOW)
    assert login is not None
    assert link is not None
    assert grant is not None
    assert [login[0], link[0], grant] == [LOGIN, LINK, replace(GRANT, page=PAGE)]
    assert [x[1].id for x in (login, link)] == [TUTOR, ALICE]
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
        assert await work.accounts.remove_links(BOB) == frozenset()
    assert await _open_ways(storage, NOW) == ["login", "link", "grant"]
    async with storage.transaction() as work:
        await work.accounts.remove_login(LOGIN.secret_hash)
        assert await work.accounts.remove_links(ALICE) == {LINK.secret_hash}
        await work.accounts.remove_grants(GRANT.session_id, ALICE)
    assert await _open_ways(storage, NOW) == []


async def test_a_disabled_user_can_no_longer_come_in(storage: Storage) -> None:
    await Room(storage).open()
    await _add(storage, LOGIN, LINK, GRANT)
    async with storage.transaction() as work:
        await work.accounts.add_user(TEACHER)
        await work.accounts.disable_user(CENTER, ALICE)
        await work.accounts.disable_user(CENTER, TEACHER.id)
        assert await work.accounts.users_by_email("zoe@example.org") == ()
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
