"""Words between a tutor and the students."""

from dataclasses import dataclass

from deskside.domain.ids import MessageId, UserId


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A text between the tutor and one student, in the student's lane."""

    student_id: UserId
    message_id: MessageId
    from_id: UserId
    text: str


@dataclass(frozen=True, slots=True)
class MessagesRead:
    """One side of a lane has read everything so far."""

    student_id: UserId
    by_tutor: bool


@dataclass(frozen=True, slots=True)
class AnnouncementMade:
    """A text from the tutor to everybody."""

    message_id: MessageId
    text: str
