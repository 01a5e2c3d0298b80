"""What held in a session, and for how long: who was there and sent what, lessons, calls for help, breaks.

A viewer sees what held of themselves, of the tutor and of the session; staff see what held of everybody.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.ids import Millis, UserId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.people import Part, Person
from deskside.domain.recording.story import Span, Story, lasting
from deskside.domain.routing import routing_table, surely_alike
from deskside.domain.session import Lane, Session, SessionStatus
from deskside.domain.tracks import RECORDER, TrackKind
from deskside.domain.visibility import Viewer


class Holding(StrEnum):
    """What holds for a while."""

    PRESENT = "present"
    """Somebody is in the room."""
    MIC = "mic"
    """What this person said was written, and is in a file that the viewer may have; likewise the two after it."""
    CAMERA = "camera"
    SCREEN = "screen"
    TEACH = "teach"
    EXERCISE = "exercise"
    HELP = "help"
    """A call for help is open."""
    BREAK = "break"
    ALL = "all"
    """The tutor speaks to every lane."""
    TABLE = "table"
    """The table is open."""


@dataclass(frozen=True, slots=True)
class Held:
    """Of whom it holds; None: of the session. `ref`, `text`: id and title of an exercise, id and words of a call."""

    what: Holding
    person_id: UserId | None = None
    ref: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What held from `start` to `end`."""

    held: Held
    start: Millis
    end: Millis


def is_own(viewer: Viewer, person_id: UserId) -> bool:
    """Whether what is of this person alone is shown to the viewer."""
    return viewer.part is not Part.STUDENT or person_id == viewer.user_id


@dataclass(slots=True)
class _Sight:
    """What holds, as one viewer sees it. Remembers the table, which most events leave as it is."""

    viewer: Viewer
    edges: frozenset[tuple[UserId, UserId, TrackKind]] = frozenset()

    def held(self, before: Session, session: Session) -> Set[Held]:
        """After an event, given the session before it."""
        if not surely_alike(before, session):
            self.edges = frozenset(x.edge for x in routing_table(session))
        if session.status is not SessionStatus.LIVE:
            return frozenset()
        lanes = [x for x in session.lanes if is_own(self.viewer, x.person.user_id)]
        found = {each for lane in lanes for each in _work(lane)}
        if session.paused:
            return found | {Held(Holding.BREAK)}
        found |= {Held(what) for what, holds in _OF_SESSION.items() if holds(session)}
        found |= {Held(Holding.TEACH, x.person.user_id) for x in lanes if x.person.joined and x.mode is LaneMode.TEACH}
        for person in (session.tutor, *(x.person for x in lanes)):
            found |= self._of_person(person)
        return found

    def _of_person(self, person: Person) -> Set[Held]:
        found = {Held(Holding.PRESENT, person.user_id)} if person.joined else set()
        sent = {
            TrackKind.AUDIO: (Holding.MIC, person.mic),
            TrackKind.VIDEO: (Holding.CAMERA, person.camera and not person.camera_paused),
            TrackKind.SCREEN: (Holding.SCREEN, person.screen),
        }
        for kind, (what, on) in sent.items():
            if on and self._written(person.user_id, kind):
                found.add(Held(what, person.user_id))
        return found

    def _written(self, person_id: UserId, kind: TrackKind) -> bool:
        received = is_own(self.viewer, person_id) or (person_id, self.viewer.user_id, kind) in self.edges
        return received and (person_id, RECORDER, kind) in self.edges


_OF_SESSION: Mapping[Holding, Callable[[Session], bool]] = {
    Holding.ALL: lambda session: session.address_all is not AddressAll.OFF,
    Holding.TABLE: lambda session: session.open_table,
}


def _work(lane: Lane) -> Set[Held]:
    """What goes on over a break."""
    student, found = lane.person.user_id, set()
    if lane.exercise is not None:
        found.add(Held(Holding.EXERCISE, student, lane.exercise.exercise_id, lane.exercise.title))
    if lane.help is not None:
        found.add(Held(Holding.HELP, student, lane.help.help_id, lane.help.text))
    return found


def stretches(story: Story, viewer: Viewer, zero: Millis, end: Millis) -> tuple[Stretch, ...]:
    """All that held between these instants, in the order of its beginning; as this viewer sees it."""
    held: Mapping[Held, tuple[Span, ...]] = lasting(story, _Sight(viewer).held, end)
    found = [
        Stretch(each, Millis(max(0, span.start - zero)), Millis(span.end - zero))
        for each, spans in held.items()
        for span in spans
        if span.end > zero
    ]
    return tuple(sorted(found, key=lambda x: (x.start, x.end, x.held.what, x.held.person_id or "", x.held.ref)))
