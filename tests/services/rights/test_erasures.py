"""One person is erased from everything, and nobody else is touched."""

from dataclasses import replace

import pytest
from structlog.typing import EventDict

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.boards.scene import TABLE, BoardId
from deskside.domain.erasing import ERASED_NAME
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.events import Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import FileId, Millis, Seq, SessionId, UserId
from deskside.domain.session import find_lane
from deskside.domain.tracks import TrackKind
from deskside.ports.audit import AuditQuery, KnownHeads
from deskside.ports.boards import Place
from deskside.ports.rights import Erasure
from deskside.ports.segments import Segment
from deskside.ports.storage import StorageUnavailable
from deskside.services.door import Ref
from deskside.services.rights.forgetting import forget_in_session
from tests.services.house import HERE, STUDENTS, House
from tests.services.rights.test_exports import worked


async def over(house: House) -> None:
    """The session is over, and everybody has left."""
    await house.sessions.end(house.tutor, house.session_id)
    for actor in (house.tutor, *house.students):
        page = (await house.person(actor)).page
        if page is not None:
            await house.attendance.leave(actor, house.session_id, page)


async def track(house: House, who: Actor) -> FileId:
    """The file of a track of this person, which has a key."""
    key = await house.services.vault.begin(HERE)
    segment = Segment(
        f"s-{who.user_id}", HERE, house.session_id, who.user_id, TrackKind.AUDIO, key.file_id, "f", Millis(5)
    )
    async with house.storage.transaction() as unit:
        await unit.segments.add(segment)
    return key.file_id


async def erased(house: House, who: Actor) -> Erasure:
    await house.services.rights.erasures.erase(house.admin, who.user_id, who.name)
    await house.services.rights.erasures.settle()
    return await house.services.rights.erasures.certificate(house.admin, who.user_id)


async def test_nothing_of_a_student_is_left_and_others_keep_everything(live: House) -> None:
    for who, word in ((live.alice, "xyzzy"), (live.bob, "kept")):
        await worked(live, who, word)
    await live.login(live.alice)
    await over(live)
    live.broadcast.views.clear()
    before = await live.session()
    tracks = {who: await track(live, who) for who in (live.alice, live.bob)}
    await live.services.rights.exports.ask(live.admin, live.alice.user_id)
    await live.services.rights.exports.settle()
    found = await erased(live, live.alice)
    assert found.done_at is not None
    wanted = {"sessions": 1, "profile": 1, "notes": 1, "logins": 1, "boards": 1, "board_revisions": 1, "pictures": 1}
    assert {key: found.counts.get(key) for key in wanted} == wanted
    assert (found.counts["exports"], found.counts["events"]) == (1, 3)
    assert_gone(live, "xyzzy")
    kept = live.storage.kept()
    assert kept.count("'Alice'") == 1  # of another center
    assert kept.count("kept message") >= 2
    after = await live.session()
    assert [x for x in after.lanes if x.person.user_id != "alice"] == [
        x for x in before.lanes if x.person.user_id != "alice"
    ]
    lane = find_lane(after, live.alice.user_id)
    assert lane is not None
    assert lane.person.name == ERASED_NAME
    assert live.storage.tidied == 1
    assert found.counts["tracks"] == 1
    async with live.storage.reading() as unit:
        assert await unit.vault.file(HERE, tracks[live.alice]) is None
        assert await unit.vault.file(HERE, tracks[live.bob]) is not None


async def test_the_rewritten_log_folds_into_the_rewritten_state(live: House) -> None:
    await worked(live, live.alice, "xyzzy")
    async with live.storage.transaction() as unit:
        first = await unit.sessions.load(HERE, live.session_id)
        assert first is not None
    await over(live)
    live.broadcast.views.clear()
    await erased(live, live.alice)
    async with live.storage.transaction() as unit:
        log: tuple[Recorded, ...] = await unit.sessions.events_after(live.session_id, Seq(0))
    session = replace(first, lanes=(), observers=(), seq=Seq(0))
    names = set[str]()
    for recorded in log:
        session = evolve(session, recorded)
        names |= {x.person.name for x in session.lanes}
    assert "Alice" not in names
    assert ERASED_NAME in names
    assert [x.person.name for x in session.lanes] == [x.person.name for x in (await live.session()).lanes]
    assert [x.messages for x in session.lanes] == [x.messages for x in (await live.session()).lanes]


async def test_who_may_and_when(live: House) -> None:
    erasures, alice = live.services.rights.erasures, live.alice
    for other in (live.tutor, alice):
        with pytest.raises(Forbidden):
            await erasures.erase(other, alice.user_id, "Alice")
    with pytest.raises(NotFound):
        await erasures.erase(live.foreigners[1], alice.user_id, "Alice")
    with pytest.raises(Conflict, match="yourself"):
        await erasures.erase(live.admin, live.admin.user_id, "Admin")
    with pytest.raises(Invalid, match="type the name as it stands: Alice"):
        await erasures.erase(live.admin, alice.user_id, "Alina")
    with pytest.raises(Conflict, match="once it is over"):
        await erasures.erase(live.admin, alice.user_id, " ALICE ")
    with pytest.raises(NotFound):
        await erasures.certificate(live.admin, alice.user_id)
    assert "'Alice'" in live.storage.kept()


async def test_whoever_is_to_conduct_a_session_is_not_erased(planned: House) -> None:
    with pytest.raises(Conflict, match="to conduct “Math”"):
        await planned.services.rights.erasures.erase(planned.admin, planned.tutor.user_id, "Tutor")
    await planned.sessions.cancel(planned.tutor, planned.session_id, "ill")
    found = await erased(planned, planned.tutor)
    assert found.counts == {"sessions": 1, "profile": 1}
    planned.broadcast.views.clear()
    assert (await planned.session()).tutor.name == ERASED_NAME


async def test_a_student_is_taken_out_of_what_is_planned(planned: House) -> None:
    await erased(planned, planned.alice)
    assert [x.person.user_id for x in (await planned.session()).lanes] == list(STUDENTS[1:])
    assert planned.storage.kept().count("'Alice'") == 1  # of another center
    with pytest.raises((NotFound, Unauthorized, Forbidden)):
        await planned.admit(planned.alice)


async def test_whoever_was_erased_does_not_come_back_and_is_in_no_list(planned: House) -> None:
    await erased(planned, planned.pupil)
    with pytest.raises(Conflict, match="Add them anew"):
        await planned.services.records.enable(planned.admin, planned.pupil.user_id)
    assert await planned.services.records.disabled(planned.admin) == ()


async def test_the_board_of_an_open_table_goes_whole_as_nobody_knows_whose_it_is(live: House) -> None:
    await worked(live, live.bob, "kept")
    await live.lanes.set_open_table(live.tutor, live.session_id, open_table=True)
    async with live.storage.transaction() as unit:
        bobs = await unit.boards.newest(Place(HERE, live.session_id, BoardId("bob")))
        await unit.boards.add_revision(Place(HERE, live.session_id, TABLE), bobs[0])
    await over(live)
    live.broadcast.views.clear()
    found = await erased(live, live.alice)
    assert found.counts["table_boards"] == 1
    async with live.storage.transaction() as unit:
        assert await unit.boards.boards(HERE, live.session_id) == (BoardId("bob"),)


async def test_the_record_holds_and_says_who_was_erased(live: House) -> None:
    link = await live.services.links.make_link(live.admin, live.alice.user_id)
    await live.services.accounts.follow_link(link.secret)
    await over(live)
    live.broadcast.views.clear()
    await erased(live, live.alice)
    lines = await live.services.audit.lines(live.admin, AuditQuery(person_id=live.alice.user_id))
    assert lines[0].act is AuditAct.PERSON_ERASED
    assert {x.detail for x in lines} == {""}
    assert (await live.services.record_check.verify(HERE, KnownHeads())).intact


async def test_what_a_killed_server_left_is_gone_on_with(live: House, logged: list[EventDict]) -> None:
    await worked(live, live.alice, "xyzzy")
    await over(live)
    live.broadcast.views.clear()
    erasures = live.services.rights.erasures
    begun = await erasures.erase(live.admin, live.alice.user_id, "Alice")
    for task in list(erasures._going.values()):
        task.cancel()
    await erasures.settle()
    assert (await erasures.certificate(live.admin, live.alice.user_id)).done_at is None
    live.storage.full = True
    await erasures.go_on()
    await erasures.settle()
    assert logged[-1]["event"] == "erasure_goes_on_later"
    live.storage.full = False
    again = await erasures.erase(live.admin, live.alice.user_id, "")
    assert again == begun
    await erasures.go_on()
    await erasures.settle()
    done = await erasures.certificate(live.admin, live.alice.user_id)
    assert done.done_at is not None
    assert await erasures.erase(live.admin, live.alice.user_id, "") == done
    assert_gone(live, "xyzzy")


async def test_nothing_is_overwritten_for_good_while_a_session_goes_on(live: House) -> None:
    found = await erased(live, live.pupil)
    assert found.done_at is None
    assert found.counts == {"profile": 1}
    assert "'Pupil'" not in live.storage.kept()
    await over(live)
    live.clock.pass_ms(5)
    await live.services.rights.erasures.go_on()
    await live.services.rights.erasures.settle()
    assert (await live.services.rights.erasures.certificate(live.admin, live.pupil.user_id)).done_at is not None


async def test_the_second_time_there_is_nothing_to_forget(live: House) -> None:

    await worked(live, live.alice, "xyzzy")
    it, here = (UserId("alice"), Millis(5)), Ref(HERE, live.session_id)
    async with live.storage.transaction() as unit:
        assert await forget_in_session(unit, Ref(HERE, SessionId("none")), *it) == {}
        assert sum((await forget_in_session(unit, here, *it)).values()) > 0
        assert sum((await forget_in_session(unit, here, *it)).values()) == 0
    live.broadcast.views.clear()
    with pytest.raises(NotFound):
        await live.door.rewrite(Ref(HERE, SessionId("none")), lambda unit: _never())


async def _never() -> None:
    raise StorageUnavailable


def assert_gone(house: House, word: str) -> None:
    """Nowhere in the storage; else where."""
    kept = house.storage.kept()
    at = kept.find(word)
    assert at < 0, kept[max(0, at - 300) : at + 50]
