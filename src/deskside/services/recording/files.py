"""Recordings for whoever may have them: listed, read by ranges, deleted, held, tried again; and deleted when their time
is over. Every look into one is on record.

Whoever may not know of a recording is told what is told of one that is not there.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from deskside.domain.access import Actor, Right, require
from deskside.domain.audit import COMMAND_LINE, AuditAct
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import Millis, SessionId, UserId
from deskside.domain.jobs import Job, JobState, NewJob
from deskside.domain.recording.files import FileStatus, RecordedFile, derived, due_before
from deskside.domain.session import Session, people
from deskside.ports.audit import AuditRow
from deskside.ports.doing import Progress
from deskside.ports.storage import UnitOfWork
from deskside.services.door import Door, Ref
from deskside.services.outside import Outside
from deskside.services.recording.films import COMPOSITE
from deskside.services.recording.making import FINISH
from deskside.services.vault import OpenedFile, VaultService

EXPIRE = "recording.expire"
NOTED_AGAIN_MS = Millis(600_000)
"""A player asks for a file piece by piece: that is one look."""
NOTED_MOST = 10_000

GoesWith = Callable[[UnitOfWork, RecordedFile], Awaitable[None]]
"""Deletes what was derived of a file, in the transaction that deletes the file."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A recording as a line of a list. `percent`: how far it is while it is being made."""

    file: RecordedFile
    person: str
    percent: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording to be read. `tag`: of this very content. `title`: of its session; `person`: whose name it bears."""

    file: RecordedFile
    content: OpenedFile
    tag: str
    title: str
    person: str

    def read(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` until before `end`."""
        return self.content.read(start, end)


class RecordingFiles:
    """For the session's tutor and the admins of its center. `goes_with`: what else is deleted with a file."""

    def __init__(self, outside: Outside, door: Door, vault: VaultService, *goes_with: GoesWith) -> None:
        self._outside = outside
        self._door = door
        self._vault = vault
        self._goes_with = goes_with
        self._noted: dict[tuple[UserId, str], Millis] = {}

    async def of_session(self, actor: Actor, session_id: SessionId) -> tuple[Shown, ...]:
        """Those that were not deleted. Raises NotFound."""
        session = await self._session(actor, session_id)
        async with self._outside.storage.reading() as unit:
            rows = await unit.recordings.of_session(actor.center_id, session_id)
            jobs = await unit.jobs.of_session(actor.center_id, session_id)
            names = {x.id: x.name for x in await unit.accounts.users(actor.center_id, None)} if rows else {}
        names |= {x.user_id: x.name for x in people(session)}
        making = {x.key: x for x in jobs if x.kind in (FINISH, COMPOSITE)}
        there = (row for row in rows if row.status is not FileStatus.DELETED)
        shown = tuple(_shown(x, names, making.get(x.file_id or "") or making.get(x.session_id)) for x in there)
        if shown:
            await self._note(actor, AuditAct.RECORDING_VIEWED, session_id, f"list {session_id}")
        return shown

    async def open(self, actor: Actor, id: str) -> Opened:
        """To be read. Raises NotFound, also for what is not ready or was deleted."""
        file, session = await self._file(actor, id)
        if not file.there or file.file_id is None:
            raise _none()
        content = await self._vault.open(actor.center_id, file.file_id)
        await self._note(actor, AuditAct.RECORDING_DOWNLOADED, file.session_id, f"{file.kind} {file.id}", file)
        names = {x.user_id: x.name for x in people(session)}
        return Opened(file, content, file.file_id, session.title, names.get(file.person_id or UserId(""), ""))

    async def delete(self, actor: Actor, id: str) -> None:
        """It cannot be read any more when this returns, nor can what was derived of it. Raises NotFound, and Conflict
        for one that is held."""
        file, _ = await self._file(actor, id)
        if file.held:
            raise Conflict("This recording is held. Release it first, then delete it.")
        await self._delete(file, actor.user_id)
        await self._vault.sweep()

    async def hold(self, actor: Actor, id: str, *, held: bool) -> None:
        """Keep it beyond its time, or no longer."""
        file, _ = await self._file(actor, id)
        if file.held is held:
            return
        async with self._outside.storage.transaction() as unit:
            kept = await unit.recordings.file(file.center_id, id)
            if kept is None or kept.status is FileStatus.DELETED:
                raise _none()
            await unit.recordings.put(replace(kept, held=held))
            word = "held" if held else "released"
            await unit.audit.add(self._row(actor.user_id, AuditAct.RECORDING_HELD, file, f"{word} {id}"))

    async def retry(self, actor: Actor, id: str) -> None:
        """Make the files of its session once more. Raises Conflict unless it failed."""
        file, _ = await self._file(actor, id)
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            if not await unit.jobs.retry(file.center_id, FINISH, file.session_id, now):
                raise Conflict("Only a recording that failed can be made again. This one is being made, or ready.")
            if file.status is FileStatus.FAILED:
                await unit.recordings.put(replace(file, status=FileStatus.PROCESSING, reason=""))

    async def foresee(self) -> None:
        """Once a day, for each center: look whose time is over. To be called now and then."""
        now = self._outside.clock.now()
        async with self._outside.storage.reading() as unit:
            centers = await unit.accounts.centers()
        day = now // 86_400_000
        jobs = tuple(NewJob(EXPIRE, f"{center.id} {day}", center.id) for center in centers)
        async with self._outside.storage.transaction() as unit:
            await unit.jobs.add(jobs, now)

    async def expire(self, job: Job, progress: Progress) -> None:
        """Delete what was kept for long enough, unless it is held."""
        before = due_before(self._outside.retention_days, self._outside.clock.now())
        async with self._outside.storage.reading() as unit:
            due = await unit.recordings.expired(job.center_id, before)
        for number, file in enumerate(due):
            await self._delete(file, COMMAND_LINE)
            await progress.percent(100 * number // len(due))
        if due:
            await self._vault.sweep()

    async def _delete(self, file: RecordedFile, by: UserId) -> None:
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            session = await unit.sessions.load(file.center_id, file.session_id)
            rows = await unit.recordings.of_session(file.center_id, file.session_id)
            gone = tuple(x for x in rows if x.id == file.id and x.status is not FileStatus.DELETED)
            if gone and session is not None:
                gone += derived(file, rows, session.tutor.user_id)
            ids = [x for row in gone for x in (row.file_id, row.parts_id) if x is not None]
            await unit.vault.shred(file.center_id, tuple(ids), now)
            for row in gone:
                deleted = replace(row, status=FileStatus.DELETED, deleted_at=now, parts_id=None, reason="")
                await unit.recordings.put(deleted)
                for goes in self._goes_with:
                    await goes(unit, row)
                await unit.audit.add(self._row(by, AuditAct.RECORDING_DELETED, row, f"{row.kind} {row.id}"))
            if not any(x.there for x in rows if x not in gone) and rows:
                await unit.recordings.note_session(file.center_id, file.session_id, "", rows[0].started_at)

    async def _file(self, actor: Actor, id: str) -> tuple[RecordedFile, Session]:
        async with self._outside.storage.reading() as unit:
            file = await unit.recordings.file(actor.center_id, id)
        if file is None or file.status is FileStatus.DELETED:
            raise _none()
        return file, await self._session(actor, file.session_id)

    async def _session(self, actor: Actor, session_id: SessionId) -> Session:
        try:
            session = await self._door.read(Ref(actor.center_id, session_id))
            require(actor, Right.MANAGE, session)
        except (NotFound, Forbidden):
            raise _none() from None
        return session

    async def _note(
        self, actor: Actor, act: AuditAct, session_id: SessionId, detail: str, file: RecordedFile | None = None
    ) -> None:
        """Once for what is read piece by piece."""
        now, key = self._outside.clock.now(), (actor.user_id, detail)
        if now < self._noted.get(key, Millis(0)) + NOTED_AGAIN_MS:
            return
        whose = file.person_id if file is not None else None
        row = AuditRow(actor.center_id, now, actor.user_id, act, whose, session_id, detail)
        async with self._outside.storage.transaction() as unit:
            await unit.audit.add(row)
        self._noted[key] = now
        if len(self._noted) > NOTED_MOST:
            del self._noted[next(iter(self._noted))]

    def _row(self, by: UserId, act: AuditAct, file: RecordedFile, detail: str) -> AuditRow:
        now = self._outside.clock.now()
        return AuditRow(file.center_id, now, by, act, file.person_id, file.session_id, detail)


def _shown(row: RecordedFile, names: dict[UserId, str], making: Job | None) -> Shown:
    person = names.get(row.person_id or UserId(""), "")
    if row.status is FileStatus.PROCESSING and making is not None and making.state is JobState.FAILED:
        return Shown(replace(row, status=FileStatus.FAILED, reason=making.reason), person, 0)
    return Shown(row, person, 100 if row.there else making.percent if making else 0)


def _none() -> NotFound:
    return NotFound("There is no such recording. It may have been deleted, or its time was over.")
