"""Every fact that can become part of a session's log. Past tense; each is shown to exactly those who may see it.

An event holds what is needed to fold it into a session (`evolve`) and nothing else. The instant and the number are
in the record around it. Others import events from here, whichever of the modules beside it they stand in.
"""

from dataclasses import dataclass

from deskside.domain.events.boards import (
    BoardLocked,
    BoardRevised,
    HelpBoardAttached,
    TableBoardRevised,
)
from deskside.domain.events.lanes import (
    AddressAllChanged,
    ExerciseAssigned,
    HelpAsked,
    HelpClosed,
    HelpPostponed,
    LaneDeafened,
    LaneModeChanged,
    ObserverAdmitted,
    OpenTableChanged,
    PriorTimeCounted,
    ProgressChanged,
    ScreenAudienceChanged,
    StudentEnrolled,
    StudentRemoved,
)
from deskside.domain.events.life import (
    EndForeseen,
    EngineFailed,
    EngineRestored,
    SessionCancelled,
    SessionEnded,
    SessionPaused,
    SessionRescheduled,
    SessionResumed,
    SessionStarted,
    TutorChanged,
)
from deskside.domain.events.presence import (
    ActivityChanged,
    PageDrawn,
    PageSilent,
    PersonArrived,
    PersonDropped,
    PersonJoined,
    PersonLeft,
    PersonReturned,
    QualityChanged,
    SignShown,
    SignTakenBack,
    TracksChanged,
)
from deskside.domain.events.recording import (
    ConsentChanged,
    RecordingStarted,
    RecordingStopped,
)
from deskside.domain.events.talk import (
    AnnouncementMade,
    MessageSent,
    MessagesRead,
)
from deskside.domain.events.work import (
    AnswerGiven,
    ExercisesQueued,
    HintGiven,
    Queued,
)
from deskside.domain.ids import ActId, Millis, Seq, UserId

__all__ = [
    "ActivityChanged",
    "AddressAllChanged",
    "AnnouncementMade",
    "AnswerGiven",
    "BoardLocked",
    "BoardRevised",
    "ConsentChanged",
    "EndForeseen",
    "EngineFailed",
    "EngineRestored",
    "Event",
    "Events",
    "ExerciseAssigned",
    "ExercisesQueued",
    "HelpAsked",
    "HelpBoardAttached",
    "HelpClosed",
    "HelpPostponed",
    "HintGiven",
    "LaneContentEvent",
    "LaneDeafened",
    "LaneModeChanged",
    "MessageSent",
    "MessagesRead",
    "ObserverAdmitted",
    "OpenTableChanged",
    "PageDrawn",
    "PageSilent",
    "PersonArrived",
    "PersonDropped",
    "PersonJoined",
    "PersonLeft",
    "PersonReturned",
    "PriorTimeCounted",
    "ProgressChanged",
    "QualityChanged",
    "Queued",
    "Recorded",
    "RecordingStarted",
    "RecordingStopped",
    "ScreenAudienceChanged",
    "SessionCancelled",
    "SessionEnded",
    "SessionPaused",
    "SessionRescheduled",
    "SessionResumed",
    "SessionStarted",
    "SignShown",
    "SignTakenBack",
    "StudentEnrolled",
    "StudentRemoved",
    "TableBoardRevised",
    "TableEvent",
    "TracksChanged",
    "TutorChanged",
]

LaneContentEvent = (
    AnswerGiven
    | HintGiven
    | ExercisesQueued
    | HelpPostponed
    | HelpBoardAttached
    | MessageSent
    | MessagesRead
    | BoardLocked
    | BoardRevised
    | LaneDeafened
)
TableEvent = AnnouncementMade | TableBoardRevised

Event = (
    SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionEnded
    | EndForeseen
    | SessionCancelled
    | SessionRescheduled
    | TutorChanged
    | StudentEnrolled
    | PriorTimeCounted
    | StudentRemoved
    | ObserverAdmitted
    | PersonArrived
    | PersonJoined
    | PersonDropped
    | PersonReturned
    | PageSilent
    | PageDrawn
    | PersonLeft
    | TracksChanged
    | ActivityChanged
    | QualityChanged
    | SignShown
    | SignTakenBack
    | LaneModeChanged
    | AddressAllChanged
    | ScreenAudienceChanged
    | OpenTableChanged
    | ExerciseAssigned
    | ProgressChanged
    | HelpAsked
    | HelpClosed
    | RecordingStarted
    | RecordingStopped
    | ConsentChanged
    | EngineFailed
    | EngineRestored
    | LaneContentEvent
    | TableEvent
)

Events = tuple[Event, ...]
"""What a decision returns; empty where it is already so."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log. `actor_id` None: the server itself noticed it; `act_id`: of which act of the
    actor's page it came, if the page named it."""

    seq: Seq
    at: Millis
    actor_id: UserId | None
    event: Event
    act_id: ActId | None = None
