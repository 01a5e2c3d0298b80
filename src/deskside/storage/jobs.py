"""Jobs in SQL. A row that is being claimed is locked, and passed over by whoever claims beside (in SQLite only one
transaction writes)."""

import json

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.jobs import Ended, Fields, Job, JobId, JobState, NewJob
from deskside.ports.jobs import JOBS_SHOWN
from deskside.storage.run import Run
from deskside.storage.tables import SERIAL, metadata

OPEN = text("state IN ('QUEUED', 'RUNNING')")

job = Table(
    "job",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("center_id", String, nullable=False),
    Column("session_id", String),
    Column("payload", String, nullable=False),  # JSON
    Column("state", String, nullable=False),
    Column("checkpoint", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("fence", BigInteger, nullable=False),  # how often it was claimed
    Column("lease_owner", String),
    Column("leased_until", BigInteger),
    ForeignKeyConstraint(["center_id"], ["center.id"]),
    ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE"),
    UniqueConstraint("kind", "key"),
    Index("ix_job_open", "kind", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
    Index(None, "center_id", "state"),
    Index(None, "session_id"),
)

_c = job.c
_READ = (
    *(_c.id, _c.kind, _c.key, _c.center_id, _c.session_id, _c.payload, _c.state, _c.checkpoint, _c.attempts),
    *(_c.due_at, _c.percent, _c.reason, _c.created_at, _c.finished_at, _c.fence, _c.leased_until),
)
_WAITING = (JobState.QUEUED.value, JobState.FAILED.value)


class SqlJobs:
    """`JobStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, jobs: tuple[NewJob, ...], now: Millis) -> None:
        """Nothing for no jobs."""
        rows = [_new_row(each, now) for each in jobs]

        def write(connection: Connection) -> None:
            if rows:
                insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
                connection.execute(insert(job).on_conflict_do_nothing(), rows)

        await self._run(write)

    async def due(self, kinds: tuple[str, ...], now: Millis) -> bool:
        """Whether there is something to claim."""
        query = select(_c.id).where(_is_due(kinds, now)).limit(1)
        return await self._run(lambda connection: connection.execute(query).first() is not None)

    async def claim(self, kinds: tuple[str, ...], owner: str, now: Millis, until: Millis) -> Job | None:
        """None: nothing is due."""
        first = select(_c.id).where(_is_due(kinds, now)).order_by(_c.due_at, _c.id).limit(1)

        def write(connection: Connection) -> RowMapping | None:
            found = connection.execute(first.with_for_update(skip_locked=True)).scalar()
            if found is None:
                return None
            values = {"state": JobState.RUNNING.value, "lease_owner": owner, "leased_until": until}
            ours = update(job).where(_c.id == found).values(attempts=_c.attempts + 1, fence=_c.fence + 1, **values)
            connection.execute(ours)
            return connection.execute(select(*_READ).where(_c.id == found)).mappings().one()

        row = await self._run(write)
        return None if row is None else _job(row)

    async def hold(self, held: Job) -> bool:
        """Locks its row."""
        query = select(_c.id).where(_stands(held)).with_for_update()
        return await self._run(lambda connection: connection.execute(query).first() is not None)

    async def renew(self, held: Job, until: Millis) -> bool:
        """Whether it is ours."""
        return await self._change(_stands(held), {"leased_until": until})

    async def note(self, held: Job, percent: int | None, checkpoint: Fields | None) -> bool:
        """Whether it is ours."""
        values: dict[str, object] = {} if percent is None else {"percent": percent}
        if checkpoint is not None:
            values["checkpoint"] = json.dumps(checkpoint)
        return await self._change(_stands(held), values)

    async def end(self, held: Job, ended: Ended, now: Millis) -> bool:
        """Whether it was ours."""
        values: dict[str, object] = {
            "state": ended.state.value,
            "due_at": ended.due_at,
            "attempts": ended.attempts,
            "reason": ended.reason,
            "lease_owner": None,
            "leased_until": None,
            "finished_at": now if ended.state in (JobState.DONE, JobState.FAILED) else None,
        }
        if ended.state is JobState.DONE:
            values["percent"] = 100
        return await self._change(_stands(held), values)

    async def job(self, center_id: CenterId, job_id: JobId) -> Job | None:
        """None for another center's."""
        found = await self._jobs(_c.center_id == center_id, _c.id == job_id)
        return found[0] if found else None

    async def unfinished(self, center_id: CenterId) -> tuple[Job, ...]:
        """Newest first."""
        return (await self._jobs(_c.center_id == center_id, _c.state != JobState.DONE.value))[::-1][:JOBS_SHOWN]

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Job, ...]:
        """Oldest first."""
        return await self._jobs(_c.center_id == center_id, _c.session_id == session_id)

    async def retry(self, center_id: CenterId, kind: str, key: str, now: Millis) -> bool:
        """Whether there is one that failed or waits."""
        this = and_(_c.center_id == center_id, _c.kind == kind, _c.key == key, _c.state.in_(_WAITING))
        values = {"state": JobState.QUEUED.value, "due_at": now, "attempts": 0, "reason": "", "finished_at": None}
        return await self._change(this, values)

    async def drop(self, center_id: CenterId, session_id: SessionId, kinds: tuple[str, ...]) -> None:
        """Rows that are not there hold nothing."""
        these = (_c.center_id == center_id, _c.session_id == session_id, _c.kind.in_(kinds))
        await self._run(lambda connection: connection.execute(delete(job).where(*these)))

    async def forget(self, before: Millis) -> None:
        """Only what is done."""
        old = (_c.state == JobState.DONE.value, _c.finished_at < before)
        await self._run(lambda connection: connection.execute(delete(job).where(*old)))

    async def _jobs(self, *wanted: ColumnElement[bool]) -> tuple[Job, ...]:
        query = select(*_READ).where(*wanted).order_by(_c.id)
        return await self._run(lambda connection: tuple(_job(row) for row in connection.execute(query).mappings()))

    async def _change(self, which: ColumnElement[bool], values: dict[str, object]) -> bool:
        change = update(job).where(which).values(values)
        return await self._run(lambda connection: connection.execute(change).rowcount == 1)


def _is_due(kinds: tuple[str, ...], now: Millis) -> ColumnElement[bool]:
    queued = and_(_c.state == JobState.QUEUED.value, _c.due_at <= now)
    left = and_(_c.state == JobState.RUNNING.value, _c.leased_until < now)
    return and_(_c.kind.in_(kinds), OPEN, or_(queued, left))


def _stands(held: Job) -> ColumnElement[bool]:
    return and_(_c.id == held.id, _c.fence == held.fence, _c.state == JobState.RUNNING.value)


def _new_row(new: NewJob, now: Millis) -> dict[str, object]:
    return {
        "kind": new.kind,
        "key": new.key,
        "center_id": new.center_id,
        "session_id": new.session_id,
        "payload": json.dumps(new.payload),
        "state": JobState.QUEUED.value,
        "checkpoint": "{}",
        "attempts": 0,
        "due_at": now + new.delay_ms,
        "percent": 0,
        "reason": "",
        "created_at": now,
        "fence": 0,
    }


def _job(row: RowMapping) -> Job:
    read = {x: json.loads(row[x]) for x in ("payload", "checkpoint")}
    return Job(**{**row, **read, "state": JobState(row["state"])})
