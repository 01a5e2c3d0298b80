"""A live session changes hands: what the pages of its people are told, and that the former tutor's is out."""

import asyncio

from deskside.domain import lifecycle
from deskside.domain.events import AnnouncementMade, SessionPaused
from deskside.domain.ids import MessageId
from deskside.domain.people import Part, Role
from deskside.services.door import Ref
from tests.realtime.house import CENTER, House, Page, until
from tests.realtime.test_boards import draw, seen, watch


async def test_the_former_tutors_page_is_told_and_closed_and_the_new_ones_is_on_no_sign_before_it_is_shown(
    house: House,
) -> None:
    tutor, other = await house.user("tutor", Role.TEACHER), await house.user("other", Role.TEACHER)
    alice = await house.user("alice")
    session = await house.session(tutor, alice)
    former, student = await house.seated(tutor, session), await house.seated(alice, session)
    assert (await watch(former))["ok"]
    assert (await former.act("board-lock", student_id="alice", locked=True))["ok"]
    seq = await house.services.tutors.change(tutor, session, other.user_id)
    await until(lambda: not former.connected)
    assert former.told[-1] == (
        "session:closed",
        {
            "code": "tutor_changed",
            "message": "Another tutor has this session now. It is not on your page any more.",
        },
    )
    assert former.view().tutor.user_id == "other"
    again = Page(former.url, former.page, former.token)
    assert await again.is_refused() == "unauthorized"

    await student.knows(seq)
    assert student.connected
    assert (student.view().tutor.name, student.view().lanes[0].sign) == ("Other", ())
    edges = student.all("media:edges")
    assert edges == [] or edges[-1]["heard_by"] == []

    new = await house.seated(other, session)
    assert new.welcome["part"] == Part.TUTOR
    assert (await student.act("sign-shown", audience=["tutor"]))["ok"]
    await house.services.router.settled(session, new.view().seq)
    assert not any(x.target == "other" for x in house.engine.in_force(session)), "the former tutor's name shows nobody"
    assert (await student.act("sign-shown", audience=["other"]))["ok"]
    await until(lambda: any(x.target == "other" for x in house.engine.in_force(session)))

    assert (await draw(student, "a"))["code"] == "forbidden", "it is still locked, and the new tutor's to open"
    assert (await new.act("board-lock", student_id="alice", locked=False))["ok"]
    assert (await watch(new))["ok"]
    assert (await draw(student, "a"))["ok"]
    await until(lambda: seen(new) == ["a"])
    assert seen(former) == []


async def test_a_student_who_was_removed_is_sent_away_by_the_telling_itself(house: House) -> None:
    """Whoever removed them may have been told that it is not known whether it was done."""
    tutor, alice = await house.user("tutor", Role.TEACHER), await house.user("alice")
    session = await house.session(tutor, alice)
    page = await house.seated(alice, session)
    ref = Ref(CENTER, session)
    await house.services.door.notice(ref, lambda found: lifecycle.remove(found, alice.user_id))
    await until(lambda: not page.connected)
    assert [x["code"] for x in page.all("session:closed")] == ["removed"]


async def test_whoever_was_removed_is_told_nothing_of_what_was_stored_with_that(house: House) -> None:
    tutor, alice, bob = await house.user("tutor", Role.TEACHER), await house.user("alice"), await house.user("bob")
    session = await house.session(tutor, alice, bob)
    page, other = await house.seated(alice, session), await house.seated(bob, session)
    ref, said = Ref(CENTER, session), AnnouncementMade(MessageId("m"), "Alice is gone.")
    door = house.services.door
    acts = [door.notice(ref, lambda _: (SessionPaused(),))]
    acts += [
        door.notice(ref, lambda found: lifecycle.remove(found, alice.user_id)),
        door.notice(ref, lambda _: (said,)),
    ]
    *_, last = await asyncio.gather(*acts)
    await other.knows(last.seq)
    await until(lambda: not page.connected)
    assert other.envelopes[-1]["event"]["text"] == "Alice is gone."
    assert page.told[-1][0] == "session:closed"
    assert "announcement" not in {name for name, _ in page.told}
    assert "Alice is gone." not in str(page.told)
