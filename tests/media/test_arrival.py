"""Which lines are made anew: those that should carry something and do not."""

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import Route, TrackKind
from deskside.media.janus.arrival import Arrivals
from deskside.media.janus.gates import Gate
from deskside.media.janus.rooms import Line, Publisher, Receiver, Room

ALICE, TUTOR = UserId("alice"), UserId("tutor")
SENDS, SHOWS = 1, 2
"""Handles of Alice's publishing and the tutor's receiving connection."""
VIDEO = TrackKind.VIDEO


def room(*, wanted: bool = True, offer: str | None = None, up: bool = True) -> Room:
    publisher = Publisher(SENDS, ALICE, PageId("a"), "feed", {VIDEO: Gate("1", active=True)}, up=True)
    line = Line("7", "feed", ALICE, VIDEO, send=True)
    receiver = Receiver(SHOWS, TUTOR, PageId("t"), frozenset({ALICE}), {"7": line}, offer=offer, up=up)
    table = frozenset({Route(ALICE, TUTOR, VIDEO)} if wanted else set())
    return Room(SessionId("s"), "secret", table, publishers=[publisher], receivers=[receiver])


def made_anew(looked: Room, came: int | None, went: int | None, *, looks: int) -> list[int]:
    """At which looks the line is made anew, counted from 1."""
    arrivals, packets = Arrivals(), {(SENDS, "1"): came, (SHOWS, "7"): went}
    return [n for n in range(1, looks + 1) if arrivals.look([looked], lambda handle, mid: packets[handle, mid])]


def test_a_line_that_carries_nothing_of_what_comes_is_made_anew_ever_less_often() -> None:
    assert made_anew(room(), 60, 0, looks=40) == [2, 4, 8, 16, 32]


def test_a_line_that_carries_something_or_has_nothing_to_carry_is_left_alone() -> None:
    for came, went in ((60, 1), (0, 0), (3, 0), (None, 0), (60, None), (None, None)):
        assert made_anew(room(), came, went, looks=8) == [], (came, went)


def test_what_the_table_does_not_want_or_is_being_negotiated_is_left_alone() -> None:
    for looked in (room(wanted=False), room(offer="v=0"), room(up=False)):
        assert made_anew(looked, 60, 0, looks=8) == []


def test_one_look_at_which_something_came_begins_the_count_anew() -> None:
    arrivals, looked = Arrivals(), room()
    due = []
    for went in (0, 5, 0, 0):
        packets = {(SENDS, "1"): 60, (SHOWS, "7"): went}
        due.append(bool(arrivals.look([looked], lambda *line, by=packets: by[line])))
    assert due == [False, False, False, True]
