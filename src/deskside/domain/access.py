"""Who may do what. A foreign center's session is not found; inside the center a refusal says so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.ids import CenterId, UserId
from deskside.domain.people import Part, Role
from deskside.domain.session import Session, find_lane, looks_in


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the sign-in established it; never taken from a message."""

    user_id: UserId
    center_id: CenterId
    role: Role
    name: str


class Right(StrEnum):
    """Kinds of acts on a session."""

    SEE = "see"
    """Know of it and open its page: title, times, people and their state, no word of theirs."""
    READ = "read"
    """What people write and draw in it: its tutor, each student their own, and observers while they are on the signs.
    Once it is over, admins of the center read it by their role; that is recorded (services/audit)."""
    MANAGE = "manage"
    """Enroll, start, pause, resume, end, cancel: the session's tutor, or an admin of the center."""
    TEACH = "teach"
    """Conduct it: lane modes, address all, exercises, help. The session's tutor alone."""
    LEARN = "learn"
    """Right in one's own lane: an enrolled student."""
    ATTEND = "attend"
    """Be in the room: tutor, enrolled students, and admins as disclosed observers."""


def part_in(session: Session, actor: Actor) -> Part | None:
    """What this actor would be in the session; None if nothing."""
    if actor.center_id != session.center_id:
        return None
    if actor.user_id == session.tutor.user_id:
        return Part.TUTOR
    if actor.role is Role.STUDENT:
        return Part.STUDENT if find_lane(session, actor.user_id) is not None else None
    if actor.role is Role.CENTER_ADMIN:
        return Part.OBSERVER
    return None


def require(actor: Actor, act: Right, session: Session) -> Part:
    """The actor's part, if they may do this. Raises NotFound where they may not know of the session, else Forbidden."""
    part = part_in(session, actor)
    if part is None:
        raise NotFound("There is no such session. Check the link, or ask your center.")
    unseen = part is Part.OBSERVER and not (session.over or looks_in(session, actor.user_id))
    if not _allowed(part, act) or (act is Right.READ and unseen):
        raise Forbidden(_REASONS[act])
    return part


def _allowed(part: Part, act: Right) -> bool:
    match act:
        case Right.SEE | Right.READ | Right.ATTEND:
            return True
        case Right.MANAGE:
            return part in (Part.TUTOR, Part.OBSERVER)
        case Right.TEACH:
            return part is Part.TUTOR
        case Right.LEARN:
            return part is Part.STUDENT
        case _:
            assert_never(act)


_REASONS = {
    Right.SEE: "You may not see this session.",
    Right.READ: "Look into the session first: only who stands on the students' signs reads along.",
    Right.ATTEND: "You may not attend this session.",
    Right.MANAGE: "Only the session's tutor or an admin of the center can do this.",
    Right.TEACH: "Only the session's tutor can do this.",
    Right.LEARN: "Only a student of this session can do this.",
}


def require_staff(actor: Actor) -> None:
    """Raise Forbidden for students."""
    if actor.role is Role.STUDENT:
        raise Forbidden("Only tutors and admins of the center can do this.")


def require_admin(actor: Actor) -> None:
    """Raise Forbidden for all but admins of the center."""
    if actor.role is not Role.CENTER_ADMIN:
        raise Forbidden("Only an admin of the center can do this.")
