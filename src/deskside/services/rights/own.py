"""Of a session's log what is one person's own: pure, and nothing of any other student can come out of it. What is told
is listed here by kind; an event that is not named tells nothing.
"""

from dataclasses import dataclass, field

from deskside.domain import events as ev
from deskside.domain.events import Recorded
from deskside.domain.ids import Millis, UserId
from deskside.domain.session import Session
from deskside.ports.sessions import Attendance

Line = dict[str, object]
"""One thing that happened: `at` (milliseconds since the epoch), and what it was."""

SECTIONS = ("exercises", "answers", "hints", "help", "messages", "modes", "presence", "tracks")


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session as far as it is theirs."""

    id: str
    title: str
    tutor: str
    status: str
    planned: tuple[Millis, Millis]
    attendance: tuple[Line, ...]
    told: dict[str, list[Line]] = field(default_factory=dict)

    def shown(self) -> Line:
        """As JSON has it."""
        start, end = self.planned
        head: Line = {"id": self.id, "title": self.title, "tutor": self.tutor, "status": self.status}
        times: Line = {"planned_start": start, "planned_end": end, "attendance": list(self.attendance)}
        return {**head, **times, **self.told}


def own_session(session: Session, log: tuple[Recorded, ...], stays: tuple[Attendance, ...], who: UserId) -> OwnSession:
    """Of this session what is this person's."""
    attendance: tuple[Line, ...] = tuple(
        {"from": x.joined_at, "to": x.left_at, "milliseconds": x.duration_ms} for x in stays if x.user_id == who
    )
    told: dict[str, list[Line]] = {x: [] for x in SECTIONS}
    for recorded in log:
        found = _told(recorded.event, who, session)
        if found is not None:
            section, line = found
            told[section].append({"at": recorded.at, **line})
    planned = session.scheduled_start, session.scheduled_end
    return OwnSession(session.id, session.title, session.tutor.name, session.status.value, planned, attendance, told)


def _told(event: ev.Event, who: UserId, session: Session) -> tuple[str, Line] | None:
    """Which section it belongs to, and what is said of it; None: it is not theirs, or says nothing."""
    if getattr(event, "student_id", getattr(event, "person_id", None)) != who:
        return None
    return _work(event) or _talk(event, who) or _presence(event)


def _work(event: ev.Event) -> tuple[str, Line] | None:
    match event:
        case ev.ExerciseAssigned(_, exercise_id, title, lesson):
            return "exercises", {"exercise_id": exercise_id, "title": title, "lesson": lesson}
        case ev.AnswerGiven(_, item_id, value, correct, percent):
            return "answers", {"item": item_id, "value": value, "correct": correct, "percent": percent}
        case ev.ProgressChanged(_, percent):
            return "exercises", {"percent": percent}
        case ev.HintGiven(_, item_id, text):
            return "hints", {"item": item_id, "text": text}
        case _:
            return None


def _talk(event: ev.Event, who: UserId) -> tuple[str, Line] | None:
    match event:
        case ev.MessageSent(_, _, from_id, text):
            return "messages", {"by": "you" if from_id == who else "tutor", "text": text}
        case ev.HelpAsked(_, _, urgency, text, item_id):
            return "help", {"asked": text, "urgency": urgency.value, "item": item_id}
        case ev.HelpClosed(_, _, outcome, word):
            return "help", {"outcome": outcome.value, "word": word}
        case ev.LaneModeChanged(_, mode):
            return "modes", {"mode": mode.value}
        case _:
            return None


def _presence(event: ev.Event) -> tuple[str, Line] | None:
    match event:
        case ev.StudentEnrolled(_, name, grade_level, course_level):
            return "presence", {"what": "enrolled", "name": name, "grade": grade_level, "course": course_level}
        case ev.StudentRemoved() | ev.PersonJoined() | ev.PersonDropped() | ev.PersonReturned():
            return "presence", {"what": _WHAT[type(event)]}
        case ev.PersonLeft(_, reason):
            return "presence", {"what": "left", "reason": reason.value}
        case ev.TracksChanged(_, mic, camera, screen):
            return "tracks", {"microphone": mic, "camera": camera, "screen": screen}
        case _:
            return None


_WHAT: dict[type, str] = {
    ev.StudentRemoved: "removed",
    ev.PersonJoined: "joined",
    ev.PersonDropped: "lost",
    ev.PersonReturned: "back",
}
