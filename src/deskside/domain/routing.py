"""Who receives whose audio, video and screen: the routing policy, one pure function.

Private lanes: the tutor receives every student; a student receives the tutor (audio only in TEACH or when the tutor
addresses all); no student ever receives another. Open table: everyone receives everyone, students each other as long as
an adult is with them. An observer receives all. Whoever is deafened receives no sound. Nothing of a student reaches
anybody before the student's page has confirmed that it shows this person on its sign; nothing reaches or leaves a page
that does not prove that it is drawn. While recording is on, the recorder receives what somebody else receives and its
person agreed to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from operator import attrgetter, is_

from deskside.domain.allocation import Wish, Wishes
from deskside.domain.consent import covers
from deskside.domain.ids import UserId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.people import Person
from deskside.domain.session import Lane, Session, people
from deskside.domain.signs import watched_over
from deskside.domain.tracks import RECORDER, Layer, Route, RoutingTable, TrackKind

TileWishes = Mapping[tuple[UserId, UserId], Layer]
"""(receiver, source) → the best layer that the receiver's tile can show. Absent: a small tile."""

_NO_WISHES: TileWishes = {}

_WRITTEN = {"exercise", "queue", "messages", "unread_by_tutor", "unread_by_student", "board"}
"""Of a lane: what its people write, draw and answer. Nothing of it decides who receives whom."""
_of_lane = attrgetter(*(x.name for x in fields(Lane) if x.name not in _WRITTEN))
_of_session = attrgetter(
    *(x.name for x in fields(Session) if x.name not in {"seq", "lanes", "announcements", "table_board"})
)


def sources(session: Session, receiver_id: UserId) -> frozenset[UserId]:
    """Whose tracks this person's receiving connection is negotiated for: everyone whom the rules could ever route."""
    students = {x.person.user_id for x in session.lanes}
    tutor = session.tutor.user_id
    if receiver_id == tutor:
        return frozenset(students)
    if receiver_id in students:
        return frozenset({tutor} | (students - {receiver_id} if session.open_table else set()))
    if any(x.user_id == receiver_id for x in session.observers):
        return frozenset({tutor} | students)
    return frozenset()


def routing_table(session: Session, wishes: TileWishes = _NO_WISHES) -> RoutingTable:
    """Everything that is to be forwarded now. Empty unless the session is live and not paused."""
    if not session.flowing:
        return frozenset()
    deaf = {x.person.user_id for x in session.lanes if x.deafened}
    heard = frozenset(x for x in _routes(session) if not (x.kind is TrackKind.AUDIO and x.target in deaf))
    return frozenset(_limited(route, wishes) for route in heard) | _recorded(session, heard)


def surely_alike(before: Session, after: Session) -> bool:
    """Whether both have the same people, pages, table and sources for certain: all but what is written, drawn and
    answered is the same object, as `evolve` leaves it. False says nothing."""
    if len(before.lanes) != len(after.lanes) or not _same(_of_session(before), _of_session(after)):
        return False
    pairs = zip(before.lanes, after.lanes, strict=True)
    return all(one is other or _same(_of_lane(one), _of_lane(other)) for one, other in pairs)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(map(is_, one, other))


def wishes(session: Session, receiver_id: UserId, received: RoutingTable) -> Wishes:
    """Which of the pictures that the table has for a receiver come first: the tutor's, those that they look at large,
    and to tutor and observers those of students who are taught or call for help. Everybody in the table's layer."""
    attended = {x.person.user_id for x in session.lanes if x.mode is LaneMode.TEACH or x.help is not None}
    is_student = any(x.person.user_id == receiver_id for x in session.lanes)
    firsts = {session.tutor.user_id} | (set() if is_student else attended)
    faces = [x for x in received if x.target == receiver_id and x.kind is TrackKind.VIDEO]
    return {x.source: Wish(x.layer, first=x.source in firsts or x.layer is Layer.HIGH) for x in faces}


def _recorded(session: Session, heard: RoutingTable) -> RoutingTable:
    """What is copied to the recorder: of what somebody receives, what its person agreed to. The layer is no wish: it
    gets the best one that flows anyway. A screen that is not shared makes no file."""
    if session.recording is None:
        return frozenset()
    senders = {x.user_id: x for x in people(session)}
    tracks = {(x.source, x.kind) for x in heard if x.kind is not TrackKind.SCREEN or senders[x.source].screen}
    return frozenset(
        Route(source, RECORDER, kind, Layer.LOW if kind is TrackKind.VIDEO else Layer.HIGH)
        for source, kind in tracks
        if covers(senders[source].consent, kind)
    )


def _limited(route: Route, wishes: TileWishes) -> Route:
    wish = wishes.get((route.target, route.source), Layer.LOW)
    if route.kind is not TrackKind.VIDEO or wish >= route.layer:
        return route
    return Route(route.source, route.target, route.kind, wish)


def _routes(session: Session) -> Iterator[Route]:
    watchers = [x for x in (session.tutor, *session.observers) if x.on_air]
    inside = [x for x in session.lanes if x.person.on_air]
    for lane in inside:
        for watcher in watchers:
            yield from _from_student(lane, watcher)
        if session.tutor.on_air:
            yield from _from_tutor(session, lane)
        if session.open_table:
            for other in inside:
                if watched_over(session, lane, other):
                    yield from _from_student(lane, other.person)
    if session.tutor.on_air:
        for observer in watchers[1:]:
            yield from _everything(session.tutor.user_id, observer.user_id)


def _from_student(lane: Lane, receiver: Person) -> Iterator[Route]:
    if receiver.user_id in lane.sign and receiver.user_id != lane.person.user_id:
        yield from _everything(lane.person.user_id, receiver.user_id)


def _everything(source: UserId, target: UserId) -> Iterator[Route]:
    for kind in TrackKind:
        yield Route(source, target, kind)


def _from_tutor(session: Session, lane: Lane) -> Iterator[Route]:
    tutor, student = session.tutor.user_id, lane.person.user_id
    taught = lane.mode is LaneMode.TEACH or session.open_table
    yield Route(tutor, student, TrackKind.VIDEO, Layer.HIGH if taught else Layer.LOW)
    if taught or session.address_all is not AddressAll.OFF:
        yield Route(tutor, student, TrackKind.AUDIO)
    if taught or session.screen_to_all:
        yield Route(tutor, student, TrackKind.SCREEN)
