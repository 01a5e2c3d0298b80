"""Exports and erasures of people in memory: a part of the storage fake."""

from collections.abc import Mapping, MutableMapping
from copy import copy
from dataclasses import dataclass, field, fields, replace

from deskside.domain import events as ev
from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, SessionId, UserId
from deskside.domain.people import Presence
from deskside.domain.session import Session, SessionStatus, people
from deskside.ports.rights import Erasure, Export, Involved
from deskside.ports.storage import StaleSession
from tests.fakes.accounts import AccountTables


@dataclass(slots=True)
class RightsTables:
    """Everything kept."""

    exports: dict[str, Export] = field(default_factory=dict)
    erasures: dict[tuple[CenterId, UserId], Erasure] = field(default_factory=dict)

    def snapshot(self) -> "RightsTables":
        return RightsTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeRights:
    """`RightsStore` over the sessions, logs and accounts of the fake."""

    def __init__(
        self,
        tables: RightsTables,
        sessions: MutableMapping[SessionId, Session],
        log: MutableMapping[SessionId, tuple[Recorded, ...]],
        accounts: AccountTables,
    ) -> None:
        self._t = tables
        self._sessions = sessions
        self._log = log
        self._accounts = accounts

    async def sessions_of(self, center_id: CenterId, person_id: UserId, *, staff: bool) -> tuple[Involved, ...]:
        found = []
        for session in sorted(self._sessions.values(), key=lambda x: x.id):
            told = (x.event for x in self._log.get(session.id, ()))
            lane = person_id in {x.person.user_id for x in session.lanes} | {
                x.student_id for x in told if isinstance(x, ev.StudentEnrolled)
            }
            log = repr([x.event for x in self._log.get(session.id, ())])
            conducted = staff and (session.tutor.user_id == person_id or f"'{person_id}'" in log)
            if session.center_id == center_id and (lane or conducted):
                present = any(x.presence is not Presence.OFFLINE for x in people(session))
                found.append(Involved(session.id, session.status, session.status is SessionStatus.LIVE or present))
        return tuple(found)

    async def rewrite(self, session: Session, changed: tuple[Recorded, ...]) -> None:
        if self._sessions[session.id].seq != session.seq:
            raise StaleSession
        by_seq = {x.seq: x for x in changed}
        self._log[session.id] = tuple(by_seq.get(x.seq, x) for x in self._log.get(session.id, ()))
        self._sessions[session.id] = session

    async def forget_person(self, center_id: CenterId, person_id: UserId, name: str) -> Mapping[str, int]:
        a = self._accounts
        a.grants = {key: x for key, x in a.grants.items() if x.user_id != person_id}
        counts = {}
        for told, kept in (
            ("links", "links"),
            ("browsers", "devices"),
            ("calendars", "feeds"),
            ("logins", "logins"),
        ):
            before = getattr(a, kept)
            setattr(a, kept, {key: x for key, x in before.items() if x.user_id != person_id})
            counts[told] = len(before) - len(getattr(a, kept))
        notes = {key: x for key, x in a.notes.items() if key[1] != person_id}
        counts["consents"] = 0
        counts["notes"] = len(a.notes) - len(notes)
        a.notes = notes
        a.users[person_id] = replace(
            a.users[person_id],
            name=name,
            email=None,
            password_hash=None,
            grade_level="",
            course_level="",
            disabled=True,
            password_given=False,
        )
        return counts

    async def add_export(self, export: Export) -> None:
        self._t.exports[export.id] = export

    async def end_export(self, export_id: str, size: int | None, failed: str) -> None:
        if export_id in self._t.exports:
            self._t.exports[export_id] = replace(self._t.exports[export_id], size=size, failed=failed)

    async def exports(self, center_id: CenterId, person_id: UserId | None = None) -> tuple[Export, ...]:
        mine = [x for x in self._t.exports.values() if x.center_id == center_id and person_id in (None, x.person_id)]
        return tuple(sorted(mine, key=lambda x: (-x.asked_at, x.id)))

    async def remove_exports(self, ids: tuple[str, ...]) -> None:
        self._t.exports = {key: x for key, x in self._t.exports.items() if key not in ids}

    async def put_erasure(self, erased: Erasure) -> None:
        self._t.erasures[erased.center_id, erased.person_id] = erased

    async def erasure(self, center_id: CenterId, person_id: UserId) -> Erasure | None:
        return self._t.erasures.get((center_id, person_id))

    async def unfinished(self) -> tuple[Erasure, ...]:
        open_ = [x for x in self._t.erasures.values() if x.done_at is None]
        return tuple(sorted(open_, key=lambda x: (x.begun_at, x.person_id)))
