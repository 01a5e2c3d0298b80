"""What a center remembers of a student, in memory: a part of the storage fake."""

from collections.abc import Mapping
from dataclasses import replace

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import Session, SessionStatus, find_lane
from deskside.ports.history import About, PastSession, StudentNote
from deskside.ports.sessions import Attendance
from tests.fakes.accounts import AccountTables


class FakeHistory:
    """`HistoryStore` over the sessions, logs and stays of the fake."""

    def __init__(
        self,
        sessions: Mapping[SessionId, Session],
        log: Mapping[SessionId, tuple[Recorded, ...]],
        stays: Mapping[SessionId, tuple[Attendance, ...]],
        accounts: AccountTables,
    ) -> None:
        self._sessions = sessions
        self._log = log
        self._stays = stays
        self._accounts = accounts

    async def sessions(
        self, center_id: CenterId, student_id: UserId, until: Millis, limit: int
    ) -> tuple[PastSession, ...]:
        begun = (SessionStatus.LIVE, SessionStatus.COMPLETED)
        past = [x for x in self._sessions.values() if x.status in begun or x.scheduled_start < until]
        mine = [x for x in past if x.center_id == center_id and find_lane(x, student_id)]
        mine.sort(key=lambda x: (-x.scheduled_start, x.id))
        return tuple(self._past(x, student_id) for x in mine[:limit])

    async def events(self, about: About, limit: int) -> tuple[tuple[SessionId, Recorded], ...]:
        log = [(x, r) for x in about.session_ids for r in self._log.get(x, ())]
        found = [(x, r) for x, r in log if type(r.event).__name__ in about.kinds and _of(r) == about.person_id]
        return tuple(sorted(found, key=lambda x: (x[1].at, x[0], x[1].seq))[-limit:])

    async def notes(self, center_id: CenterId, student_id: UserId) -> tuple[StudentNote, ...]:
        found = [note for (center, _, _), note in self._accounts.notes.items() if center == center_id]
        own = [x for x in found if x.student_id == student_id]
        return tuple(sorted(own, key=lambda x: (-x.updated_at, x.author_id)))

    async def put_note(self, center_id: CenterId, note: StudentNote) -> None:
        key = (center_id, note.student_id, note.author_id)
        self._accounts.notes.pop(key, None)
        if note.text:
            self._accounts.notes[key] = replace(note, author_name=self._accounts.users[note.author_id].name)

    def _past(self, x: Session, student_id: UserId) -> PastSession:
        stays = [stay for stay in self._stays.get(x.id, ()) if stay.user_id == student_id]
        left = [stay.left_at for stay in stays if stay.left_at is not None]
        return PastSession(
            x.id,
            x.title,
            x.tutor.name,
            x.status,
            x.scheduled_start,
            min((stay.joined_at for stay in stays), default=None),
            max(left, default=None) if len(left) == len(stays) else None,
            Millis(sum(stay.duration_ms for stay in stays)),
        )


def _of(recorded: Recorded) -> object:
    """Whom an event is about."""
    return getattr(recorded.event, "student_id", getattr(recorded.event, "person_id", None))
