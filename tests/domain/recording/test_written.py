"""What is written of a session: only what somebody receives, while recording is on, of those who agreed to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain import lifecycle
from deskside.domain.consent import ConsentKind, covers
from deskside.domain.encodings import encodings
from deskside.domain.errors import Conflict
from deskside.domain.ids import RecordingId, UserId
from deskside.domain.modes import SignFault, StopReason
from deskside.domain.recording.life import change_consent, start_recording, stop_recording
from deskside.domain.routing import routing_table
from deskside.domain.session import Session, person_of
from deskside.domain.tracks import RECORDER, Layer, TrackKind
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session
from tests.domain.test_properties import anything

seeds = st.integers(0, 2**48)
ALICE = STUDENTS[0]
EVERYTHING = frozenset(ConsentKind)


def recorded(session: Session, *agreed: UserId, kinds: frozenset[ConsentKind] = EVERYTHING) -> Session:
    session = apply(session, start_recording(session, RecordingId("r")), START)
    for who in agreed:
        session = apply(session, change_consent(session, who, kinds, 1), START)
    return session


def written(session: Session) -> set[tuple[UserId, TrackKind]]:
    return {(x.source, x.kind) for x in routing_table(session) if x.target == RECORDER}


def test_without_consent_nothing_is_written_and_with_it_what_it_says() -> None:
    session = recorded(live(new_session(), TUTOR, ALICE))
    assert not written(session)
    sound = apply(session, change_consent(session, ALICE, frozenset({ConsentKind.SOUND}), 1), START)
    assert written(sound) == {(ALICE, TrackKind.AUDIO)}
    picture = apply(session, change_consent(session, ALICE, frozenset({ConsentKind.PICTURE}), 1), START)
    assert written(picture) == {(ALICE, TrackKind.VIDEO)}
    shares = apply(picture, (ev.TracksChanged(ALICE, mic=True, camera=True, screen=True),), START)
    assert written(shares) == {(ALICE, TrackKind.VIDEO), (ALICE, TrackKind.SCREEN)}
    assert not written(apply(sound, change_consent(sound, ALICE, frozenset(), 1), START))


def test_nothing_is_written_that_nobody_receives() -> None:
    session = recorded(live(new_session(), TUTOR, ALICE), ALICE, TUTOR)
    assert (TUTOR, TrackKind.AUDIO) not in written(session), "in OBSERVE nobody hears the tutor"
    assert (ALICE, TrackKind.AUDIO) in written(session)
    hidden = apply(session, (ev.SignTakenBack(ALICE, SignFault.HIDDEN),), START)
    assert not any(who == ALICE for who, _ in written(hidden))
    for event in (ev.SessionPaused(), ev.SessionEnded(), ev.RecordingStopped(RecordingId("r"), StopReason.TUTOR)):
        assert not written(apply(session, (event,), START))


def test_recording_makes_no_page_encode_more() -> None:
    session = live(new_session(), TUTOR, ALICE)
    watched = {(TUTOR, ALICE): Layer.HIGH}
    before = encodings(routing_table(session, watched), ALICE)
    assert encodings(routing_table(recorded(session, ALICE), watched), ALICE) == before
    kept = frozenset(x for x in routing_table(recorded(session, ALICE)) if x.target == RECORDER)
    assert encodings(kept, ALICE).camera == (Layer.LOW,), "where nobody's line carries the picture it is still written"


def test_recording_begins_once_ends_once_and_with_the_session() -> None:
    planned = new_session()
    with pytest.raises(Conflict, match="live"):
        start_recording(planned, RecordingId("r"))
    session = recorded(live(planned, TUTOR))
    assert session.recording is not None
    assert session.was_recorded
    assert start_recording(session, RecordingId("other")) == ()
    ended = lifecycle.end(session)
    assert ev.RecordingStopped(RecordingId("r"), StopReason.ENDED) in ended
    stopped = apply(session, stop_recording(session, StopReason.FULL), START)
    assert stopped.recording is None
    assert stopped.was_recorded
    assert stop_recording(stopped, StopReason.TUTOR) == ()
    assert change_consent(session, TUTOR, frozenset(), 1) == (ev.ConsentChanged(TUTOR, (), 1),), "no is an answer"


def assert_written_by_consent(session: Session) -> None:
    """What is written is received by somebody, on, and agreed to; and all of that is written."""
    table = routing_table(session)
    written = {(x.source, x.kind) for x in table if x.target == RECORDER}
    received = {(x.source, x.kind) for x in table if x.target != RECORDER}
    sent = {(x, kind) for x, kind in received if kind is not TrackKind.SCREEN or person_of(session, x).screen}
    agreed = {(x, kind) for x, kind in sent if covers(person_of(session, x).consent, kind)}
    assert written == (agreed if session.recording is not None else set())
    for source, kind in written:
        needed = ConsentKind.SOUND if kind is TrackKind.AUDIO else ConsentKind.PICTURE
        assert needed in (person_of(session, source).consent or ())


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_received_and_agreed_to(seed: int) -> None:
    for _, _, after in anything(seed, 80):
        assert_written_by_consent(after)


def test_that_is_shown_of_lessons_in_which_something_is_written() -> None:
    found = [x.target for seed in range(40) for _, _, after in anything(seed, 60) for x in routing_table(after)]
    assert found.count(RECORDER) >= 30
