"""Exports and erasures of people in SQL, and what an erasure writes into tables of others."""

import json
from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    CursorResult,
    ForeignKey,
    Row,
    String,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    union,
    update,
)

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, UserId
from deskside.domain.session import Session, SessionStatus
from deskside.ports.rights import Erasure, Export, Involved
from deskside.ports.storage import StaleSession
from deskside.storage.codec import dump_event
from deskside.storage.consent_tables import consent, guardian_link
from deskside.storage.history import student_note
from deskside.storage.run import Run
from deskside.storage.states import newest, write
from deskside.storage.tables import metadata, session_event, student_session_enrollment, user_account
from deskside.storage.tables import session as table
from deskside.storage.ways_in import calendar_feed, join_grant, known_device, login_session, personal_link

person_export = Table(
    "person_export",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False, index=True),
    Column("person_id", String, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("file_id", String, nullable=False),
    Column("size", BigInteger),  # null: it is being put together
    Column("failed", String, nullable=False, server_default=""),
)

erasure = Table(
    "erasure",
    metadata,
    Column("center_id", ForeignKey("center.id"), primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("by_id", String, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("counts", String, nullable=False),  # JSON: how much of what
)

_export, _erasure, _log, _lane = person_export.c, erasure.c, session_event.c, student_session_enrollment.c
_REWRITE = (
    update(session_event)
    .where(_log.session_id == bindparam("of_session"), _log.seq == bindparam("of_seq"))
    .values(payload=bindparam("told"))
)
_THEIRS = (("links", personal_link), ("browsers", known_device), ("calendars", calendar_feed))
_NAMED = ("ObserverAdmitted", "TutorChanged")
"""Events that name staff."""


class SqlRights:
    """`RightsStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def sessions_of(self, center_id: CenterId, person_id: UserId, *, staff: bool) -> tuple[Involved, ...]:
        """By id. A student's lanes have rows that stay; staff are looked for in the log."""
        ids = [select(_lane.session_id).where(_lane.center_id == center_id, _lane.student_id == person_id)]
        if staff:
            named = (_log.type.in_(_NAMED), _log.payload.cast(String).contains(f'"{person_id}"', autoescape=True))
            theirs = or_(and_(*named), _log.person_id == person_id)
            ids.append(select(table.c.id).where(table.c.center_id == center_id, table.c.tutor_id == person_id))
            ids.append(
                select(_log.session_id)
                .join(table, table.c.id == _log.session_id)
                .where(table.c.center_id == center_id, theirs)
            )
        columns = (table.c.id, table.c.status, table.c.is_open)
        query = select(*columns).where(table.c.id.in_(union(*ids))).order_by(table.c.id)

        def read(connection: Connection) -> tuple[Involved, ...]:
            return tuple(Involved(x.id, SessionStatus(x.status), x.is_open) for x in connection.execute(query))

        return await self._run(read)

    async def rewrite(self, session: Session, changed: tuple[Recorded, ...]) -> None:
        """Raises StaleSession."""
        rows = [{"of_session": session.id, "of_seq": x.seq, "told": dump_event(x.event)[1]} for x in changed]

        def act(connection: Connection) -> None:
            if newest(connection, [session.id]).get((session.center_id, session.id)) != session.seq:
                raise StaleSession
            if rows:
                connection.execute(_REWRITE, rows)
            write(connection, (session,))

        await self._run(act)

    async def forget_person(self, center_id: CenterId, person_id: UserId, name: str) -> Mapping[str, int]:
        """How many of each; guardians' links are links."""
        nobody = {"name": name, "grade_level": "", "course_level": "", "disabled": True, "password_given": False}
        nothing = {x: None for x in ("email", "email_fold", "email_key", "password_hash")}
        this = (user_account.c.center_id == center_id, user_account.c.id == person_id)

        def act(connection: Connection) -> Mapping[str, int]:
            connection.execute(delete(join_grant).where(join_grant.c.user_id == person_id))
            counts = {x: _gone(connection.execute(delete(of).where(of.c.user_id == person_id))) for x, of in _THEIRS}
            of_center = (consent.c.center_id == center_id, consent.c.person_id == person_id)
            counts["consents"] = _gone(connection.execute(delete(consent).where(*of_center)))
            guardians = delete(guardian_link).where(guardian_link.c.student_id == person_id)
            counts["links"] += _gone(connection.execute(guardians))
            logins = delete(login_session).where(login_session.c.user_id == person_id)
            notes = delete(student_note).where(student_note.c.student_id == person_id)
            counts |= {"logins": _gone(connection.execute(logins)), "notes": _gone(connection.execute(notes))}
            connection.execute(update(user_account).where(*this).values(nobody | nothing))
            return counts

        return await self._run(act)

    async def add_export(self, export: Export) -> None:
        """A row."""
        values = {x.name: getattr(export, x.name) for x in person_export.columns}
        await self._run(lambda connection: connection.execute(insert(person_export).values(values)))

    async def end_export(self, export_id: str, size: int | None, failed: str) -> None:
        """Whole or failed."""
        ended = update(person_export).where(_export.id == export_id).values(size=size, failed=failed)
        await self._run(lambda connection: connection.execute(ended))

    async def exports(self, center_id: CenterId, person_id: UserId | None = None) -> tuple[Export, ...]:
        """Newest first."""
        query = select(person_export).where(_export.center_id == center_id)
        if person_id is not None:
            query = query.where(_export.person_id == person_id)
        query = query.order_by(_export.asked_at.desc(), _export.id)
        return await self._run(lambda connection: tuple(Export(*row) for row in connection.execute(query)))

    async def remove_exports(self, ids: tuple[str, ...]) -> None:
        """Forget these."""
        gone = delete(person_export).where(_export.id.in_(ids))
        await self._run(lambda connection: connection.execute(gone))

    async def put_erasure(self, erased: Erasure) -> None:
        """In the place of what was there."""
        row = {
            "center_id": erased.center_id,
            "person_id": erased.person_id,
            "by_id": erased.by,
            "begun_at": erased.begun_at,
            "done_at": erased.done_at,
            "counts": json.dumps(dict(erased.counts), sort_keys=True),
        }
        this = (_erasure.center_id == erased.center_id, _erasure.person_id == erased.person_id)

        def act(connection: Connection) -> None:
            connection.execute(delete(erasure).where(*this))
            connection.execute(insert(erasure).values(row))

        await self._run(act)

    async def erasure(self, center_id: CenterId, person_id: UserId) -> Erasure | None:
        """Of this person."""
        query = select(erasure).where(_erasure.center_id == center_id, _erasure.person_id == person_id)
        found = await self._run(lambda connection: [_read(row) for row in connection.execute(query)])
        return found[0] if found else None

    async def unfinished(self) -> tuple[Erasure, ...]:
        """The oldest first."""
        query = select(erasure).where(_erasure.done_at.is_(None)).order_by(_erasure.begun_at, _erasure.person_id)
        return await self._run(lambda connection: tuple(_read(row) for row in connection.execute(query)))


def _read(row: Row[tuple[object, ...]]) -> Erasure:
    return Erasure(row.center_id, row.person_id, row.by_id, row.begun_at, row.done_at, json.loads(row.counts))


def _gone(result: CursorResult[object]) -> int:
    return result.rowcount
