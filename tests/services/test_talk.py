"""Words between tutor and students: who may write where, and who sees it."""

import pytest

from deskside.domain.center import CenterSettings
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.ids import HelpId, MessageId
from deskside.domain.modes import Urgency
from deskside.domain.session import find_lane
from deskside.ports.storage import Center
from deskside.services.lanes import HelpCall
from deskside.services.talk import Words
from tests.services.house import HERE, House

HELLO = Words(MessageId("m1"), "Hello")


async def test_tutor_and_student_write_in_the_lane_and_each_reads_the_other(live: House) -> None:
    it, alice = live.session_id, live.alice.user_id
    await live.talk.message(live.tutor, it, alice, HELLO)
    await live.talk.message(live.alice, it, None, Words(MessageId("m2"), "Hi"))
    lane = await live.lane(live.alice)
    assert [(x.from_id, x.text) for x in lane.messages] == [("tutor", "Hello"), ("alice", "Hi")]
    assert (lane.unread_by_student, lane.unread_by_tutor) == (1, 1)
    await live.talk.read(live.alice, it, None)
    await live.talk.read(live.tutor, it, alice)
    lane = await live.lane(live.alice)
    assert (lane.unread_by_student, lane.unread_by_tutor) == (0, 0)


async def test_nothing_passes_between_students(live: House) -> None:
    with pytest.raises(Forbidden):
        await live.talk.message(live.bob, live.session_id, live.alice.user_id, HELLO)
    with pytest.raises(Forbidden):
        await live.talk.read(live.bob, live.session_id, live.alice.user_id)
    await live.talk.message(live.alice, live.session_id, live.alice.user_id, HELLO)
    bobs = live.broadcast.views[live.session_id, live.viewer(live.bob)]
    assert find_lane(bobs, live.alice.user_id) is None
    assert "Hello" not in repr(bobs)


async def test_the_tutor_has_no_lane_of_their_own_to_write_in(live: House) -> None:
    with pytest.raises(NotFound):
        await live.talk.message(live.tutor, live.session_id, None, HELLO)


async def test_a_retry_is_no_second_message(live: House) -> None:
    first = await live.talk.announce(live.tutor, live.session_id, HELLO)
    assert await live.talk.announce(live.tutor, live.session_id, HELLO) == first
    assert len((await live.session()).announcements) == 1


async def test_where_the_center_has_switched_text_off_nobody_writes(live: House) -> None:
    async with live.storage.transaction() as unit:
        await unit.accounts.update_center(Center(HERE, "Here", CenterSettings(tutor_text=False)))
    silent = await live.sessions.create(live.tutor, live.new(students=("alice",)))
    assert not silent.text_allowed
    for actor, lane in ((live.tutor, live.alice.user_id), (live.alice, None)):
        with pytest.raises(Forbidden):
            await live.talk.message(actor, silent.id, lane, HELLO)
    with pytest.raises(Forbidden):
        await live.talk.announce(live.tutor, silent.id, HELLO)


async def test_a_call_that_is_put_off_keeps_its_place(live: House) -> None:
    for actor in (live.alice, live.bob):
        await live.lanes.ask_help(actor, live.session_id, HelpCall(HelpId(actor.user_id), Urgency.NORMAL, "?"))
    await live.lanes.postpone_help(live.tutor, live.session_id, live.alice.user_id, HelpId("alice"))
    for actor, place in ((live.alice, 1), (live.bob, 2)):
        lane = find_lane(live.broadcast.views[live.session_id, live.viewer(actor)], actor.user_id)
        assert lane is not None
        assert lane.help is not None
        assert (lane.help.place, lane.help.postponed) == (place, actor is live.alice)
