"""What a center remembers of a student, in SQL."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
)

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import SessionStatus
from deskside.ports.history import About, PastSession, StudentNote
from deskside.storage.codec import load_event
from deskside.storage.run import Run
from deskside.storage.tables import metadata, session, session_event, student_session_enrollment, user_account
from deskside.storage.tables import video_participant as stay

student_note = Table(
    "student_note",
    metadata,
    Column("student_id", ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("author_id", ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False, index=True),
    Column("text", String, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

_lane = student_session_enrollment.c
_HIS_STAYS = and_(stay.c.session_id == session.c.id, stay.c.user_id == _lane.student_id)
_SESSIONS = (
    select(
        session.c.id,
        session.c.title,
        user_account.c.name,
        session.c.status,
        session.c.scheduled_start,
        func.min(stay.c.joined_at, type_=stay.c.joined_at.type),
        case(
            (func.count(stay.c.id) == func.count(stay.c.left_at), func.max(stay.c.left_at, type_=stay.c.left_at.type))
        ),
        _lane.active_ms,
    )
    .join(student_session_enrollment, _lane.session_id == session.c.id)
    .join(user_account, user_account.c.id == session.c.tutor_id)
    .outerjoin(stay, _HIS_STAYS)
    .group_by(
        session.c.id, session.c.title, user_account.c.name, session.c.status, session.c.scheduled_start, _lane.active_ms
    )
    .order_by(session.c.scheduled_start.desc(), session.c.id)
)


class SqlHistory:
    """`HistoryStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def sessions(
        self, center_id: CenterId, student_id: UserId, until: Millis, limit: int
    ) -> tuple[PastSession, ...]:
        """Those that have begun, or were planned to begin before `until`. Newest first, by when they were planned."""
        begun = session.c.status.in_((SessionStatus.LIVE.value, SessionStatus.COMPLETED.value))
        past = or_(begun, session.c.scheduled_start < until)
        mine = and_(_lane.center_id == center_id, _lane.student_id == student_id, past)

        def read(connection: Connection) -> tuple[PastSession, ...]:
            rows = connection.execute(_SESSIONS.where(mine).limit(limit))
            return tuple(
                PastSession(key, title, tutor, SessionStatus(status), start, joined, left, active)
                for key, title, tutor, status, start, joined, left, active in rows
            )

        return await self._run(read)

    async def events(self, about: About, limit: int) -> tuple[tuple[SessionId, Recorded], ...]:
        """The newest of them, in the order in which they happened."""
        row = session_event.c
        query = (
            select(row.session_id, row.seq, row.at, row.actor_id, row.type, row.payload)
            .where(row.session_id.in_(about.session_ids), row.person_id == about.person_id, row.type.in_(about.kinds))
            .order_by(row.at.desc(), row.session_id.desc(), row.seq.desc())
            .limit(limit)
        )

        def read(connection: Connection) -> tuple[tuple[SessionId, Recorded], ...]:
            rows = connection.execute(query).all()
            found = ((x.session_id, Recorded(x.seq, x.at, x.actor_id, load_event(x.type, x.payload))) for x in rows)
            return tuple(found)[::-1]

        return await self._run(read)

    async def notes(self, center_id: CenterId, student_id: UserId) -> tuple[StudentNote, ...]:
        """Newest first."""
        note = student_note.c
        query = (
            select(note.student_id, note.author_id, user_account.c.name, note.text, note.updated_at)
            .join(user_account, user_account.c.id == note.author_id)
            .where(note.center_id == center_id, note.student_id == student_id)
            .order_by(note.updated_at.desc(), note.author_id)
        )
        return await self._run(lambda connection: tuple(StudentNote(*row) for row in connection.execute(query)))

    async def put_note(self, center_id: CenterId, note: StudentNote) -> None:
        """In place of the author's earlier one about this student; an empty text takes it away."""
        kept = student_note.c

        def write(connection: Connection) -> None:
            earlier = and_(kept.student_id == note.student_id, kept.author_id == note.author_id)
            connection.execute(delete(student_note).where(earlier))
            if note.text:
                row = {
                    "student_id": note.student_id,
                    "author_id": note.author_id,
                    "center_id": center_id,
                    "text": note.text,
                    "updated_at": note.updated_at,
                }
                connection.execute(insert(student_note).values(row))

        await self._run(write)
