"""A session as it is seen again: what happened in it, when, and in whose lane.

Tutors and admins see all lanes. A student sees their own: of everybody else only what the tutor did to all, and neither
a name nor an id, a number or an instant of another student, at an open table neither. What is not named here is in no
replay. Instants count from the recording's zero; a replay begins there, with things as they were by then.
"""

from dataclasses import dataclass, replace

from deskside.domain import events as ev
from deskside.domain.consent import ConsentKind
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Part
from deskside.domain.recording.holding import Stretch, is_own, stretches
from deskside.domain.recording.story import Story, first_tutor, steps
from deskside.domain.session import find_lane
from deskside.domain.visibility import Viewer

_OF_LANE = (
    ev.LaneModeChanged,
    ev.ExerciseAssigned,
    ev.AnswerGiven,
    ev.HintGiven,
    ev.HelpAsked,
    ev.HelpClosed,
    ev.HelpPostponed,
    ev.MessageSent,
)
_OF_PERSON = (ev.PersonJoined, ev.PersonDropped, ev.PersonReturned, ev.PersonLeft)
_OF_ALL = (
    ev.SessionPaused,
    ev.SessionResumed,
    ev.SessionEnded,
    ev.AddressAllChanged,
    ev.ScreenAudienceChanged,
    ev.OpenTableChanged,
    ev.TutorChanged,
    ev.AnnouncementMade,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened. `person_id`: in whose lane, or who came and went; None: to the session."""

    at: Millis
    person_id: UserId | None
    event: ev.Event


@dataclass(frozen=True, slots=True)
class BoardAt:
    """From `at` on a lane's board was as this revision has it."""

    lane: UserId
    at: Millis
    number: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is in the replay. A tutor who handed the session over may have no name."""

    user_id: UserId
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything but the recorded files. Everything is in the order of time; people as the lanes were enrolled."""

    people: tuple[Seat, ...]
    moments: tuple[Moment, ...]
    stretches: tuple[Stretch, ...]
    boards: tuple[BoardAt, ...]
    ends_at: Millis


@dataclass(frozen=True, slots=True)
class Window:
    """Which instants of the wall's clock a replay shows: from `zero`, until now at the latest."""

    zero: Millis
    now: Millis


def replay_of(story: Story, viewer: Viewer, window: Window) -> Replay:
    """The session, as far as this person sees it again. For whoever is neither staff nor had a lane it is empty of
    people and lanes."""
    end = next((x.at for x in story.log if isinstance(x.event, ev.SessionEnded)), window.now)
    return Replay(
        _seats(story, viewer),
        _moments(story, viewer, window.zero),
        stretches(story, viewer, window.zero, end),
        _boards(story, viewer, window.zero),
        Millis(max(0, end - window.zero)),
    )


def _seats(story: Story, viewer: Viewer) -> tuple[Seat, ...]:
    found: dict[UserId, Seat] = {}
    first = first_tutor(story)
    if first.user_id:
        found[first.user_id] = Seat(first.user_id, first.name, Part.TUTOR)
    for recorded in story.log:
        match recorded.event:
            case ev.TutorChanged(user_id, name):
                found[user_id] = Seat(user_id, name, Part.TUTOR)
            case ev.StudentEnrolled(student_id, name) if is_own(viewer, student_id):
                found[student_id] = Seat(student_id, name, Part.STUDENT)
            case ev.ObserverAdmitted(user_id, name) if viewer.part is not Part.STUDENT:
                found.setdefault(user_id, Seat(user_id, name, Part.OBSERVER))
            case _:
                pass
    return tuple(found.values())


def _moments(story: Story, viewer: Viewer, zero: Millis) -> tuple[Moment, ...]:
    seats = {x.user_id for x in _seats(story, viewer)}
    found: list[Moment] = []
    for recorded in story.log:
        event, at = recorded.event, Millis(recorded.at - zero)
        if at < 0:
            continue
        if isinstance(event, _OF_LANE) and is_own(viewer, event.student_id):
            found.append(Moment(at, event.student_id, event))
        elif isinstance(event, _OF_PERSON) and event.person_id in seats:
            found.append(Moment(at, event.person_id, event))
        elif isinstance(event, _OF_ALL):
            found.append(Moment(at, None, event))
        elif isinstance(event, ev.SessionStarted):
            found.append(Moment(at, None, replace(event, video_room_id="")))
    return tuple(found)


def _boards(story: Story, viewer: Viewer, zero: Millis) -> tuple[BoardAt, ...]:
    """Stored revisions of boards whose students agreed to that at that time; of those before zero, the last ones."""
    before: dict[UserId, BoardAt] = {}
    found: list[BoardAt] = []
    for recorded, session in steps(story):
        event = recorded.event
        if not isinstance(event, ev.BoardRevised | ev.HelpBoardAttached) or not is_own(viewer, event.student_id):
            continue
        lane = find_lane(session, event.student_id)
        if lane is None or ConsentKind.BOARD not in (lane.person.consent or ()):
            continue
        if recorded.at <= zero:
            before[event.student_id] = BoardAt(event.student_id, Millis(0), event.revision)
        else:
            found.append(BoardAt(event.student_id, Millis(recorded.at - zero), event.revision))
    return (*before.values(), *found)
