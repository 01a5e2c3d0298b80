"""The wire: nothing lost between domain and JSON, and generated files as they would be made now."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deskside.domain import events as ev
from deskside.domain.evolve import evolve
from deskside.domain.ids import Millis, Seq, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.tracks import Route, TrackKind
from deskside.domain.visibility import Envelope as Seen
from deskside.domain.visibility import Viewer, receive, redact
from deskside.wire import commands, messages, typescript
from deskside.wire.events import EVENT_TYPES, event_from_json, event_to_json, message_name
from deskside.wire.views import view_from_json, view_to_json
from tests.vectors import coming, make

ROOT = Path(__file__).parents[2]


@given(st.one_of([st.from_type(kind) for kind in get_args(ev.Event)]))
def test_every_event_survives_json(event: ev.Event) -> None:
    json = event_to_json(event)
    assert json["type"] == type(event).__name__
    assert event_from_json(json) == event


@given(st.one_of([st.none(), *(st.from_type(kind) for kind in get_args(ev.Event))]))
def test_an_envelope_goes_on_the_wire_as_its_shape_says(event: ev.Event | None) -> None:
    view = None if event else redact(make.World(1).session, coming.VIEWERS[0])
    for seen in (Seen(Seq(7), Millis(1_000), event), Seen(Seq(7), Millis(1_000), view=view)):
        shape = messages.Envelope.of(SessionId("session"), seen)
        assert messages.Envelope.json_of(SessionId("session"), seen) == shape.to_json()


@given(st.integers(0, 1_000))
def test_every_view_survives_json(seed: int) -> None:
    world = make.World(seed)
    world.run(20)
    for viewer in coming.VIEWERS:
        view = redact(world.session, viewer)
        assert view_from_json(view_to_json(view)) == view


def test_the_vectors_hold_for_the_fold_of_the_server() -> None:
    for vector in make.vectors():
        view = view_from_json(vector["view"])
        envelopes = vector["envelopes"]
        assert isinstance(envelopes, list)
        for json in envelopes:
            got = messages.Envelope.model_validate(json)
            view = receive(view, Seen(got.seq, got.at, got.event, got.view))
        assert view_to_json(view) == vector["result"]


def test_the_vectors_have_every_event_and_are_current() -> None:
    text = make.text()
    assert [name for name in EVENT_TYPES if f'"type":"{name}"' not in text] == []
    assert make.FILE.read_text(encoding="utf-8") == text, "run python -m tests.vectors.make"


def test_the_generated_typescript_is_current() -> None:
    for name, text in typescript.files().items():
        assert (ROOT / "web" / "src" / "wire" / name).read_text(encoding="utf-8") == text, "run make wire"


def test_the_generated_typescript_is_written_where_it_belongs(tmp_path: Path) -> None:
    written = typescript.write(tmp_path)
    assert {x.name for x in written} == set(typescript.files())
    assert all(x.parent == tmp_path / "web" / "src" / "wire" for x in written)


def test_an_envelope_that_shows_nothing_says_so() -> None:
    empty = messages.Envelope.of(SessionId("s"), Seen(Seq(3), Millis(9)))
    assert empty.to_json() == {"session_id": "s", "seq": 3, "at": 9, "event": None, "view": None}


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (ev.PersonJoined(coming.TUTOR), "video:participant-joined"),
        (ev.TracksChanged(coming.TUTOR, True, False, False), "video:track-started"),
        (ev.TracksChanged(UserId("nobody"), False, False, False), "video:track-stopped"),
        (ev.SessionPaused(), "session:event"),
        (None, "session:event"),
    ],
)
def test_each_envelope_travels_under_the_name_of_the_plan(event: ev.Event | None, name: str) -> None:
    assert message_name(event, make.World(0).session) == name


def test_stopping_one_track_of_two_is_a_stop() -> None:
    session = make.World(0).session
    both = ev.Recorded(Seq(session.seq + 1), Millis(1), None, ev.TracksChanged(coming.TUTOR, True, True, False))
    less = ev.TracksChanged(coming.TUTOR, True, False, False)
    assert message_name(less, evolve(session, both)) == "video:track-stopped"


def test_edges_are_told_from_both_ends() -> None:
    table = frozenset(
        {
            Route(UserId("alice"), UserId("tutor"), TrackKind.AUDIO),
            Route(UserId("tutor"), UserId("alice"), TrackKind.VIDEO),
            Route(UserId("bob"), UserId("tutor"), TrackKind.VIDEO),
        }
    )
    kept = frozenset(
        {
            Route(UserId("bob"), UserId("alice"), TrackKind.VIDEO),
            Route(UserId("tutor"), UserId("alice"), TrackKind.SCREEN),
            Route(UserId("alice"), UserId("tutor"), TrackKind.VIDEO),
        }
    )
    edges = messages.Edges.of(table, kept, UserId("alice"))
    told = {"heard_by": ["tutor"], "seen_by": [], "hears": [], "sees": ["tutor"]}
    told |= {"paused_cameras": ["bob"], "paused_screens": ["tutor"], "recorded_sound": [], "recorded_picture": []}
    assert edges.to_json() == told


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("heartbeat", {"active": "yes"}),
        ("heartbeat", {"active": True, "actor": "tutor"}),
        ("tracks", {"mic": 1, "camera": False, "screen": False}),
        ("join-session", {"audience": ["a b"]}),
        ("join-session", {"audience": ["x"] * 65}),
        ("help-request", {"help_id": "h", "urgency": "dire", "text": ""}),
        ("help-request", {"help_id": "h", "urgency": "high", "text": "x" * 501}),
        ("help-request", {"help_id": "h", "urgency": "high", "text": "a\x00b"}),
        ("help-request", {"help_id": "h", "urgency": "high", "text": "\ud800"}),
        ("help-request", {"help_id": "h\n", "urgency": "high", "text": "a"}),
        ("set-progress", {"student_id": "s", "percent": 101}),
        ("catch-up", {"seq": -1}),
        ("catch-up", {"seq": 2**70}),
        ("media:tiles", {"tiles": {"s": 3}}),
        ("media:decodes", {"pixels": -1}),
        ("media:decodes", {}),
        ("media:publish", {"offer": "x" * 60_001}),
        ("media:refresh", None),
    ],
)
def test_a_command_out_of_bounds_is_refused(act: str, fields: object) -> None:
    with pytest.raises(ValidationError):
        commands.COMMANDS[act].command.model_validate(fields)


def test_a_viewer_who_is_a_student_gets_no_lane_of_another() -> None:
    world = make.World(1)
    alice = Viewer(UserId("alice"), Part.STUDENT)
    assert '"bob"' not in str(view_to_json(redact(world.session, alice))).replace("'", '"')
