"""Messages and announcements."""

import pytest

from deskside.domain import events as ev
from deskside.domain import talk
from deskside.domain.errors import Conflict, Forbidden
from deskside.domain.ids import MessageId, Millis
from deskside.domain.people import Part
from deskside.domain.session import Session, lane_of
from deskside.domain.visibility import Viewer, redact
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session

ALICE, BOB, CAROL = STUDENTS[:3]
LATER = Millis(START + 5_000)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, LATER)


def test_messages_are_counted_until_they_are_read_and_a_retry_is_no_event() -> None:
    session = live(new_session(), TUTOR, ALICE)
    asked = ev.MessageSent(ALICE, MessageId("m1"), ALICE, "Is 5/6 right?")
    told = ev.MessageSent(ALICE, MessageId("m2"), TUTOR, "Yes!")
    for sent in (asked, told):
        session = after(session, talk.send_message(session, sent))
    assert talk.send_message(session, told) == ()
    lane = lane_of(session, ALICE)
    assert ([x.text for x in lane.messages], lane.unread_by_tutor, lane.unread_by_student) == (
        ["Is 5/6 right?", "Yes!"],
        1,
        1,
    )
    for by_tutor in (True, False):
        session = after(session, talk.read_messages(session, ALICE, by_tutor=by_tutor))
        assert talk.read_messages(session, ALICE, by_tutor=by_tutor) == ()
    assert (lane_of(session, ALICE).unread_by_tutor, lane_of(session, ALICE).unread_by_student) == (0, 0)


def test_a_center_may_switch_text_off_and_nothing_is_written_after_the_end() -> None:
    session = live(new_session(), TUTOR, ALICE)
    sent = ev.MessageSent(ALICE, MessageId("m1"), ALICE, "Hello")
    made = ev.AnnouncementMade(MessageId("a1"), "Five minutes left")
    silent = Session(**{name: getattr(session, name) for name in session.__slots__} | {"text_allowed": False})
    ended = after(session, (ev.SessionEnded(),))
    for refused, error in ((silent, Forbidden), (ended, Conflict)):
        with pytest.raises(error):
            talk.send_message(refused, sent)
        with pytest.raises(error):
            talk.announce(refused, made)


def test_an_announcement_reaches_everybody_once() -> None:
    session = live(new_session(), TUTOR)
    made = ev.AnnouncementMade(MessageId("a1"), "Five minutes left")
    session = after(session, talk.announce(session, made))
    assert talk.announce(session, made) == ()
    assert redact(session, Viewer(BOB, Part.STUDENT)).announcements[0].text == "Five minutes left"
