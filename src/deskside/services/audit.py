"""The record of a center: who used and ended which way in, who read what of whom afterwards. Admins look at it."""

from deskside.domain.access import Actor, require_admin
from deskside.domain.audit import AuditAct
from deskside.domain.ids import UserId
from deskside.domain.people import Part
from deskside.domain.session import Session
from deskside.ports.audit import AuditLine, AuditQuery, AuditRow
from deskside.ports.clock import Clock
from deskside.ports.storage import Storage


class AuditService:
    """Writes what was read, and shows the whole record."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def lines(self, actor: Actor, query: AuditQuery) -> tuple[AuditLine, ...]:
        """What happened in the actor's center, newest first (admins)."""
        require_admin(actor)
        async with self._storage.reading() as unit:
            return await unit.audit.search(actor.center_id, query)

    async def note_read(
        self, actor: Actor, part: Part, session: Session, what: str, whose: UserId | None = None
    ) -> None:
        """Somebody of the staff reads content of a session: recorded if it is over. Students read what is their own,
        and whoever reads a live session's stands on its signs."""
        if part is Part.STUDENT or not session.over:
            return
        row = AuditRow(
            actor.center_id, self._clock.now(), actor.user_id, AuditAct.CONTENT_READ, whose, session.id, what
        )
        async with self._storage.transaction() as unit:
            await unit.audit.add(row)
