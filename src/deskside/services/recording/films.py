"""One film of a session, for whoever asks for it: made of the files that are ready, in a job of its own, and shredded
with any of them. Asked for again, it is the same film while it is there."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId
from deskside.domain.jobs import Job, JobState, NewJob
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.domain.session import Session, people
from deskside.ports.doing import Hopeless, Progress
from deskside.ports.filming import Filmed, FilmOrder, FilmPerson, NotFilmed
from deskside.ports.sealing import FileKey
from deskside.ports.storage import UnitOfWork
from deskside.ports.vault import SealedFile
from deskside.services.door import Door, Ref
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside
from deskside.services.recording.planned_files import file_name
from deskside.services.vault import VaultService

COMPOSITE = "recording.composite"
NOBODY = UserId("")
_OWN = (FileKind.PERSON, FileKind.SCREEN)


class FilmService:
    """For the session's tutor and the admins of its center. Does `recording.composite`."""

    def __init__(self, outside: Outside, door: Door, keyring: Keyring, vault: VaultService) -> None:
        self._outside = outside
        self._door = door
        self._keyring = keyring
        self._vault = vault

    async def ask(self, actor: Actor, session_id: SessionId) -> RecordedFile:
        """Have it made, unless it is there or being made; its row. Raises NotFound, Conflict."""
        try:
            session = await self._door.read(Ref(actor.center_id, session_id))
            require(actor, Right.MANAGE, session)
        except (NotFound, Forbidden):
            raise NotFound("There is no such recording. It may have been deleted, or its time was over.") from None
        return await again(partial(self._ask, actor.center_id, session_id))

    async def _ask(self, center: CenterId, session_id: SessionId) -> RecordedFile:
        """Raises StaleKey."""
        new = await self._keyring.new_file(center)
        async with self._outside.storage.transaction() as unit:
            rows = await unit.recordings.of_session(center, session_id)
            film = _film(rows)
            if film is not None and await self._goes_on(unit, film):
                return film
            if any(x.kind in _OWN and x.status is FileStatus.PROCESSING for x in rows):
                raise Conflict("The recording is still being made. Ask for its film when it is ready.")
            begun = await self._begin(unit, rows, new)
        if begun is None:
            raise Conflict("Nothing of this session can be played, so there is nothing to make a film of.")
        return begun

    async def rebuild(self, center: CenterId, session_id: SessionId) -> bool:
        """Nothing of the film that is there, or is being made, can be read when this returns; another one will be made
        of what can be played by now, if anything can. False: there was no film. To be called after something that it
        shows was deleted, by whoever did not leave that to `RecordingFiles`."""
        return await again(partial(self._rebuild, center, session_id))

    async def _rebuild(self, center: CenterId, session_id: SessionId) -> bool:
        """Raises StaleKey."""
        new = await self._keyring.new_file(center)
        async with self._outside.storage.transaction() as unit:
            rows = await unit.recordings.of_session(center, session_id)
            film = _film(rows)
            if film is None or film.status is FileStatus.DELETED:
                return False
            if await self._begin(unit, rows, new) is None:
                now = self._outside.clock.now()
                await _shred(unit, film, now)
                await unit.recordings.put(replace(film, status=FileStatus.DELETED, deleted_at=now, reason=""))
        await self._vault.sweep()
        return True

    async def _goes_on(self, unit: UnitOfWork, film: RecordedFile) -> bool:
        """Whether it is there, or being made."""
        if film.status is not FileStatus.PROCESSING:
            return film.there
        jobs = await unit.jobs.of_session(film.center_id, film.session_id)
        return any((x.kind, x.key) == (COMPOSITE, film.file_id) and x.state is not JobState.FAILED for x in jobs)

    async def _begin(
        self, unit: UnitOfWork, rows: tuple[RecordedFile, ...], new: tuple[FileKey, SealedFile]
    ) -> RecordedFile | None:
        """In the place of what was there. None: there is nothing to make it of."""
        sources, (key, sealed), now = _sources(rows), new, self._outside.clock.now()
        if not sources:
            return None
        first, before = sources[0], _film(rows)
        if before is not None:
            await _shred(unit, before, now)
        name = file_name(first.session_id, FileKind.COMPOSITE, NOBODY)
        began = min(x.started_at for x in sources)
        film = RecordedFile(name, first.center_id, first.session_id, FileKind.COMPOSITE, None, began, key.file_id)
        film = replace(film, held=before is not None and before.held)
        await unit.vault.add(sealed)
        await unit.recordings.add((film,))
        await unit.recordings.put(film)
        job = NewJob(COMPOSITE, key.file_id, film.center_id, film.session_id, {"recording": film.id})
        await unit.jobs.add((job,), now)
        return film

    async def film(self, job: Job, progress: Progress) -> None:
        """Make it and keep it. One that was asked for anew, or deleted meanwhile, is left."""
        assert job.session_id is not None
        async with self._outside.storage.reading() as unit:
            session = await unit.sessions.load(job.center_id, job.session_id)
            rows = await unit.recordings.of_session(job.center_id, job.session_id)
        film = _film(rows)
        if session is None or not _meant(film, job):
            return
        try:
            made = await self._made(job, progress, session, _sources(rows))
            await self._keep(job, progress, made)
        except NotFound:
            if await self._still_meant(job):
                raise
        except NotFilmed as interrupted:
            raise RuntimeError(str(interrupted)) from interrupted
        finally:
            await self._outside.filmer.drop(job.key)

    async def _still_meant(self, job: Job) -> bool:
        assert job.session_id is not None
        async with self._outside.storage.reading() as unit:
            return _meant(_film(await unit.recordings.of_session(job.center_id, job.session_id)), job)

    async def _made(
        self, job: Job, progress: Progress, session: Session, sources: tuple[RecordedFile, ...]
    ) -> tuple[Filmed, FileKey, Millis]:
        """The film lies where it was made. Raises NotFound if what it is made of, or it itself, is gone by now;
        NotFilmed, Hopeless."""
        whole, _ = await self._keyring.open(job.center_id, FileId(job.key))
        keys: dict[str, FileKey] = {}
        for source in sources:
            assert source.file_id is not None
            opened = await self._vault.open(job.center_id, source.file_id)
            await self._outside.filmer.keep(job.key, source.file_id, opened.sealed())
            keys[source.id] = opened.key
        lasts = Millis(max((x.duration_ms or 0 for x in sources), default=0))
        order = FilmOrder(job.key, _seen(session, sources, keys), lasts, whole)
        made = Filmed(0)
        async with aclosing(self._outside.filmer.make(order)) as told:
            async for made in told:
                await progress.percent(made.percent)
        if not made.bytes:
            await self._put(job, progress, lambda film: replace(film, status=FileStatus.FAILED, reason=made.why))
            raise Hopeless(f"No film could be made: {made.why}.")
        return made, whole, lasts

    async def _keep(self, job: Job, progress: Progress, made: tuple[Filmed, FileKey, Millis]) -> None:
        """Raises NotFound."""
        told, key, lasts = made
        await self._vault.take(job.center_id, key, told.bytes, self._outside.filmer.sealed(job.key))
        await self._put(job, progress, lambda film: _ready(film, told, lasts))

    async def _put(self, job: Job, progress: Progress, changed: Callable[[RecordedFile], RecordedFile]) -> None:
        """What becomes of the film, if it is still the one that this job is of."""
        assert job.session_id is not None
        async with progress.transaction() as unit:
            film = _film(await unit.recordings.of_session(job.center_id, job.session_id))
            if film is not None and _meant(film, job):
                await unit.recordings.put(changed(film))


def _film(rows: tuple[RecordedFile, ...]) -> RecordedFile | None:
    return next((x for x in rows if x.kind is FileKind.COMPOSITE), None)


def _meant(film: RecordedFile | None, job: Job) -> bool:
    """Whether it is still this job's film that is wanted."""
    return film is not None and (film.file_id, film.status) == (job.key, FileStatus.PROCESSING)


def _sources(rows: tuple[RecordedFile, ...]) -> tuple[RecordedFile, ...]:
    return tuple(x for x in rows if x.kind in _OWN and x.there)


def _seen(session: Session, sources: tuple[RecordedFile, ...], keys: dict[str, FileKey]) -> tuple[FilmPerson, ...]:
    """Everybody with a file: the tutor first, then by name."""
    names = {x.user_id: x.name for x in people(session)}
    found = {(x.person_id or NOBODY, x.kind): keys[x.id] for x in sources}
    by_name = sorted({x for x, _ in found}, key=lambda x: (x != session.tutor.user_id, names.get(x, ""), x))
    return tuple(
        FilmPerson(names.get(x, ""), found.get((x, FileKind.PERSON)), found.get((x, FileKind.SCREEN))) for x in by_name
    )


def _ready(film: RecordedFile, told: Filmed, lasts: Millis) -> RecordedFile:
    ended_at = Millis(film.started_at + lasts)
    lasting = replace(film, status=FileStatus.READY, reason="", ended_at=ended_at, duration_ms=lasts)
    return replace(lasting, width=told.width, height=told.height, bytes=told.bytes)


async def _shred(unit: UnitOfWork, film: RecordedFile, now: Millis) -> None:
    ids = (film.file_id,) if film.file_id is not None else ()
    await unit.vault.shred(film.center_id, ids, now)
