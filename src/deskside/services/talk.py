"""Words between a tutor and the students. Students never write to one another."""

from dataclasses import dataclass

from deskside.domain import events as ev
from deskside.domain import talk
from deskside.domain.access import Actor, Right
from deskside.domain.errors import Forbidden
from deskside.domain.events import Events
from deskside.domain.ids import MessageId, Seq, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.services.door import By, Decide, Door


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a page sends it; a retry carries the same id."""

    message_id: MessageId
    text: str


class TalkService:
    """Every act returns the number after which it is visible; nothing is done twice for a repeated act."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def message(self, actor: Actor, session_id: SessionId, student_id: UserId | None, words: Words) -> Seq:
        """Write in a lane: a student in their own (`student_id` None or theirs), the tutor in any."""

        def decide(session: Session) -> Events:
            sent = ev.MessageSent(_lane(actor, student_id), words.message_id, actor.user_id, words.text)
            return talk.send_message(session, sent)

        return await self._act(By(actor, _side(actor)), session_id, decide)

    async def announce(self, actor: Actor, session_id: SessionId, words: Words) -> Seq:
        """The tutor writes to everybody."""
        made = ev.AnnouncementMade(words.message_id, words.text)
        return await self._act(By(actor, Right.TEACH), session_id, lambda session: talk.announce(session, made))

    async def read(self, actor: Actor, session_id: SessionId, student_id: UserId | None) -> Seq:
        """Everything so far that the other side wrote in the lane was read."""

        def decide(session: Session) -> Events:
            return talk.read_messages(session, _lane(actor, student_id), by_tutor=actor.role is not Role.STUDENT)

        return await self._act(By(actor, _side(actor)), session_id, decide)

    async def _act(self, by: By, session_id: SessionId, decide: Decide) -> Seq:
        return (await self._door.act(by, session_id, decide)).seq


def _side(actor: Actor) -> Right:
    return Right.LEARN if actor.role is Role.STUDENT else Right.TEACH


def _lane(actor: Actor, student_id: UserId | None) -> UserId:
    """Whose lane is meant. A student has no other than their own."""
    if actor.role is Role.STUDENT and student_id not in (None, actor.user_id):
        raise Forbidden("You can write to your tutor only.")
    return actor.user_id if student_id is None else student_id
