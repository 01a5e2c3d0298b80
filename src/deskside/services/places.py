"""Who of a center can have a place in its sessions, and what the center has decided for them."""

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.center import CenterSettings
from deskside.domain.errors import NotFound
from deskside.domain.ids import UserId
from deskside.domain.people import Role
from deskside.ports.storage import UnitOfWork, User


async def user_of(unit: UnitOfWork, actor: Actor, user_id: UserId, role: Role) -> User:
    """Somebody of the actor's center who can come in, in this role. Raises NotFound."""
    user = await unit.accounts.user(actor.center_id, user_id)
    if user is None or user.disabled or user.role is not role:
        raise NotFound(f"There is no such {role.lower()} in your center.")
    return user


async def settings_of(unit: UnitOfWork, actor: Actor) -> CenterSettings:
    """What the actor's center has decided."""
    center = await unit.accounts.center(actor.center_id)
    return CenterSettings() if center is None else center.settings


async def enrolment(unit: UnitOfWork, actor: Actor, student_id: UserId) -> ev.StudentEnrolled:
    """A student of the actor's center with a lane of their own. Raises NotFound."""
    student = await user_of(unit, actor, student_id, Role.STUDENT)
    prior_ms = await unit.sessions.prior_ms(actor.center_id, student_id)
    return ev.StudentEnrolled(student.id, student.name, student.grade_level, student.course_level, prior_ms)
