"""One seat for each person, and the newest page has it."""

import pytest

from deskside.domain.errors import Superseded
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.limits import REMEMBERED
from deskside.services.seats import FORMER, Seats
from tests.services.house import House

PAGE, NEWER = PageId("alice-page"), PageId("newer")


async def test_a_page_that_slept_takes_the_seat_from_nobody_when_it_wakes_up(live: House) -> None:
    """Seen: a tablet that was put aside, and the lesson on the laptop was over when it came back to itself."""
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await live.attendance.arrive(live.alice, live.session_id, NEWER)
    with pytest.raises(Superseded):
        await live.attendance.arrive(live.alice, live.session_id, PAGE)
    assert (await live.person(live.alice)).page == NEWER
    await live.attendance.drop(live.alice, live.session_id, NEWER)
    await live.attendance.arrive(live.alice, live.session_id, NEWER)  # its line was cut: it comes back
    loaded_again = PageId("loaded-again")
    await live.attendance.arrive(live.alice, live.session_id, loaded_again)
    assert (await live.person(live.alice)).page == loaded_again


async def test_what_is_remembered_is_bounded(live: House) -> None:
    seats, session, alice = Seats(), await live.session(), live.alice.user_id
    for number in range(FORMER + 1):
        seats.lost(session.id, alice, PageId(str(number)))
    assert seats.taken_by(PageId("0"), session, alice) == PAGE
    with pytest.raises(Superseded):
        seats.taken_by(PageId("1"), session, alice)
    for number in range(REMEMBERED):
        seats.lost(SessionId(str(number)), UserId("somebody"), PAGE)
    assert seats.taken_by(PageId("1"), session, alice) == PAGE
