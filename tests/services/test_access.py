"""Who may touch a session: for everybody else there is none, whatever they try."""

from collections.abc import Coroutine

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.errors import DomainError, Forbidden, NotFound
from deskside.domain.ids import HelpId, ItemId, MessageId, Millis, PageId, Seq
from deskside.domain.modes import AddressAll, LaneMode, Urgency
from deskside.ports.logins import JoinGrant
from deskside.services.lanes import HelpCall
from deskside.services.sessions import NewTime
from deskside.services.talk import Words
from deskside.services.work import GivenAnswer
from tests.fakes.engine import SDP
from tests.services.house import EXERCISE, House

PAGE = PageId("page")
Act = Coroutine[object, object, object]


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_another_centers_session_is_not_found_whatever_one_tries(live: House, which: int) -> None:
    actor, before = live.foreigners[which], await live.session()
    for name, act in _acts(live, actor).items():
        assert await _outcome(act) is NotFound, name
    await live.attendance.sweep()
    assert await live.session() == before


@pytest.mark.parametrize("who", ["colleague", "pupil"])
async def test_who_is_not_in_a_session_does_not_find_it_inside_the_center_either(live: House, who: str) -> None:
    before = await live.session()
    for name, act in _acts(live, getattr(live, who)).items():
        assert await _outcome(act) is NotFound, name
    assert await live.session() == before


@pytest.mark.parametrize(
    ("who", "forbidden"),
    [
        (
            "alice",
            {
                "enroll",
                "remove",
                "start",
                "pause",
                "resume",
                "end",
                "cancel",
                "reschedule",
                "create_room",
                "mode",
                "deafen",
                "address",
            },
        ),
        ("alice", {"later", "announce"}),
        ("admin", {"mode", "address", "screen", "table", "assign", "progress", "respond", "dismiss", "ask", "sign"}),
        ("admin", {"deafen", "later", "message", "announce", "read"}),
        ("alice", {"assign", "hint", "queue", "next", "progress"}),
        ("admin", {"hint", "queue", "next", "give"}),
        ("tutor", {"ask", "withdraw", "sign", "give"}),
    ],
)
async def test_who_is_in_a_session_is_told_what_they_may_not_do(live: House, who: str, forbidden: set[str]) -> None:
    for name, act in _acts(live, getattr(live, who)).items():
        if name not in forbidden:
            act.close()
            continue
        assert await _outcome(act) is Forbidden, name


async def _outcome(act: Act) -> type[DomainError] | None:
    """How it was refused; None if it was not."""
    try:
        await act
    except DomainError as refusal:
        return type(refusal)
    return None


def _acts(house: House, actor: Actor) -> dict[str, Act]:
    """Everything that can be done to a session, not begun yet."""
    me, it, alice = actor, house.session_id, house.alice.user_id
    call = HelpId("help")
    tracks = ev.TracksChanged(me.user_id, mic=True, camera=True, screen=False)
    talk, words = house.talk, Words(MessageId("message"), "Hello")
    sessions, lanes, attendance, calls = house.sessions, house.lanes, house.attendance, house.calls
    return {
        "view": sessions.view(me, it),
        "catch_up": sessions.catch_up(me, it, Seq(0)),
        "create_room": sessions.create_room(me, it),
        "start": sessions.start(me, it),
        "pause": sessions.pause(me, it),
        "resume": sessions.resume(me, it),
        "end": sessions.end(me, it),
        "cancel": sessions.cancel(me, it, "x"),
        "reschedule": sessions.reschedule(me, it, NewTime(Millis(0), Millis(1))),
        "enroll": sessions.enroll(me, it, house.pupil.user_id),
        "remove": sessions.remove(me, it, alice),
        "mode": lanes.set_lane_mode(me, it, alice, LaneMode.TEACH),
        "deafen": lanes.deafen(me, it, alice, deafened=True),
        "address": lanes.address_all(me, it, AddressAll.LATCH),
        "screen": lanes.show_screen_to(me, it, to_all=True),
        "table": lanes.set_open_table(me, it, open_table=True),
        "assign": house.work.assign(me, it, alice, EXERCISE),
        "give": house.work.answer(me, it, GivenAnswer(EXERCISE, ItemId("1"), "5")),
        "hint": house.work.hint(me, it, (alice, ItemId("1")), "Count on."),
        "queue": house.work.queue(me, it, alice, (EXERCISE,)),
        "next": house.work.next(me, it, alice),
        "sheet": house.work.exercise(me, it, alice),
        "progress": lanes.set_progress(me, it, alice, 50),
        "ask": lanes.ask_help(me, it, HelpCall(call, Urgency.HIGH, "?")),
        "withdraw": lanes.withdraw_help(me, it, call),
        "respond": lanes.respond_to_help(me, it, alice, call),
        "dismiss": lanes.dismiss_help(me, it, (alice, call), "later"),
        "admit": attendance.admit(me, it, "login"),
        "renew": attendance.renew(me, JoinGrant("token", me.user_id, it, Millis(0), "login")),
        "arrive": attendance.arrive(me, it, PAGE),
        "join": attendance.join(me, it, PAGE, ()),
        "sign": attendance.show_sign(me, it, PAGE, ()),
        "tracks": attendance.set_tracks(me, it, PAGE, tracks),
        "later": lanes.postpone_help(me, it, alice, call),
        "message": talk.message(me, it, alice, words),
        "announce": talk.announce(me, it, words),
        "read": talk.read(me, it, alice),
        "heartbeat": attendance.heartbeat(me, it, PAGE, active=True),
        "leave": attendance.leave(me, it, PAGE),
        "publish": calls.publish(me, it, PAGE, SDP),
        "subscribe": calls.subscribe(me, it, PAGE),
        "answer": calls.answer(me, it, PAGE, SDP),
        "refresh": calls.refresh(me, it),
        "tiles": calls.set_tiles(me, it, {}),
        "decodes": calls.set_decodes(me, it, None),
    }
