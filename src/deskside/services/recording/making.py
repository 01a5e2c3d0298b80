"""From what the recorder wrote to files that play: minute by minute while the session runs, joined when it is over.

Everything here may be killed anywhere and is done again. What was recorded is shredded only once the files that are
made of it are whole in the vault.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from deskside.domain import events as ev
from deskside.domain.errors import NotFound
from deskside.domain.ids import FileId, Millis, Seq, SessionId
from deskside.domain.jobs import Job, JobState, Json, NewJob
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.domain.recording.story import Story
from deskside.ports.doing import Hopeless, Later, Progress
from deskside.ports.remuxing import Made, NotMade, Order, Source
from deskside.ports.segments import Segment, Zero
from deskside.ports.sessions import Change
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside
from deskside.services.recording.planned_files import PlannedFile, cut_files, own_files
from deskside.services.recording.transcribing import TRANSCRIBE, Spoken, payload
from deskside.services.vault import VaultService

PARTS, FINISH = "recording.parts", "recording.finish"
EVERY_SECONDS = 20.0
"""Parts are minutes: little is left to be done at the end."""
CLOSING_MS = Millis(15_000)
"""So long after the end it is waited for segments to be closed; a recorder that is dead closes none."""
LOOK_SECONDS = 0.5


def address(session_id: SessionId) -> str:
    """Where the recordings of a session are listed."""
    return f"/api/sessions/{session_id}/recordings"


def after_recording(change: Change) -> tuple[NewJob, ...]:
    """What follows when recording begins, and when a session in which it ever did is over."""
    before, recorded, after = change
    match recorded.event:
        case ev.RecordingStarted():
            return (NewJob(PARTS, after.id, after.center_id, after.id, delay_ms=Millis(60_000)),)
        case ev.SessionEnded() if before.was_recorded:
            return (NewJob(FINISH, after.id, after.center_id, after.id, {"ended_at": recorded.at}),)
        case _:
            return ()


class RecordingMaker:
    """Does `recording.parts` and `recording.finish`."""

    def __init__(self, outside: Outside, keyring: Keyring, vault: VaultService) -> None:
        self._outside = outside
        self._keyring = keyring
        self._vault = vault

    async def parts(self, job: Job, progress: Progress) -> None:
        """Make the minutes that are settled, again and again until the session is over."""
        story, zero, segments = await self._recorded(job)
        if story.now.over:
            return
        if zero is not None:
            planned = own_files(story.now.id, segments)
            rows = await self._rows(progress, story, planned)
            now_us = self._outside.clock.now() * 1_000 - zero.wall_us
            async for _ in self._make(rows, planned, now_us, None):
                pass
        raise Later(EVERY_SECONDS, "The session goes on.")

    async def finish(self, job: Job, progress: Progress) -> None:
        """Make all files whole, keep them in the vault, and shred what they were made of."""
        await self._drop(job)
        story, zero, segments = await self._recorded(job)
        if zero is None or not segments:
            return
        ended_at = _millis(job.payload.get("ended_at"))
        await self._wait_for_rest(job, segments, ended_at)
        ends_us = max(1, min(max(x.closed_at or ended_at for x in segments), ended_at) * 1_000 - zero.wall_us)
        own, cut = own_files(story.now.id, segments), cut_files(story, segments, zero)
        rows = await self._rows(progress, story, (*own, *cut))
        open_rows = {x.id: x for x in rows.values() if x.status in (FileStatus.PROCESSING, FileStatus.FAILED)}
        failed: dict[str, str] = {}
        ready = 0
        async for made in self._make(open_rows, (*own, *cut), ends_us, ends_us):
            if made.why:
                failed[made.name] = made.why
                await self._put(progress, replace(rows[made.name], status=FileStatus.FAILED, reason=made.why))
            else:
                await self._keep(progress, rows[made.name], made, zero)
            ready += 1
            await progress.percent(100 * ready // (len(open_rows) + 1))
        await self._shred(job, progress, segments, set(failed))
        if failed:
            raise Hopeless(f"Of {len(failed)} files nothing could be made: {next(iter(failed.values()))}.")

    async def _recorded(self, job: Job) -> tuple[Story, Zero | None, tuple[Segment, ...]]:
        assert job.session_id is not None
        center, session_id = job.center_id, job.session_id
        async with self._outside.storage.reading() as unit:
            session = await unit.sessions.load(center, session_id)
            if session is None:
                raise Hopeless("The session is gone.")
            log = await unit.sessions.events_after(session_id, Seq(0))
            zero, segments = (
                await unit.segments.zero(center, session_id),
                await unit.segments.of_session(center, session_id),
            )
        return Story(session, log), zero, segments

    async def _wait_for_rest(self, job: Job, segments: tuple[Segment, ...], ended_at: Millis) -> None:
        """Raises Later as long as something may still be written, within reason, or parts are being made."""
        assert job.session_id is not None
        async with self._outside.storage.reading() as unit:
            jobs = await unit.jobs.of_session(job.center_id, job.session_id)
        if any(x.kind == PARTS and x.state is JobState.RUNNING for x in jobs):
            raise Later(LOOK_SECONDS, "Its minutes are being made.")
        still_open = any(x.closed_at is None for x in segments)
        if still_open and self._outside.clock.now() < ended_at + CLOSING_MS:
            raise Later(LOOK_SECONDS, "The recorder is closing its files.")

    async def _rows(
        self, progress: Progress, story: Story, planned: tuple[PlannedFile, ...]
    ) -> dict[str, RecordedFile]:
        """The rows of these files; those that are missing are there afterwards, each with its keys."""
        return await again(partial(self._add_rows, progress, story, planned))

    async def _add_rows(
        self, progress: Progress, story: Story, planned: tuple[PlannedFile, ...]
    ) -> dict[str, RecordedFile]:
        session = story.now
        async with self._outside.storage.reading() as unit:
            there = {x.id for x in await unit.recordings.of_session(session.center_id, session.id)}
        missing = [x for x in planned if x.id not in there]
        keys = [[await self._keyring.new_file(session.center_id) for _ in range(2)] for _ in missing]
        async with progress.transaction() as unit:
            for file, ((whole, whole_row), (parts, parts_row)) in zip(missing, keys, strict=True):
                await unit.vault.add(whole_row)
                await unit.vault.add(parts_row)
                began = min(x.opened_at for x in (*file.pictures, *file.sounds))
                ids = (whole.file_id, parts.file_id)
                row = RecordedFile(file.id, session.center_id, session.id, file.kind, file.person, began, *ids)
                await unit.recordings.add((row,))
            found = await unit.recordings.of_session(session.center_id, session.id)
        return {x.id: x for x in found}

    async def _make(
        self, rows: dict[str, RecordedFile], planned: tuple[PlannedFile, ...], now_us: int, ends_us: int | None
    ) -> AsyncGenerator[Made, None]:
        """Of those files that have a row here. A file whose keys are gone was deleted: it is left out."""
        orders = []
        for file in planned:
            row = rows.get(file.id)
            if row is not None and row.file_id is not None and row.parts_id is not None:
                try:
                    orders.append(await self._order(row, file, now_us, ends_us))
                except NotFound:
                    continue
        try:
            async with aclosing(self._outside.remuxer.make(tuple(orders))) as made:
                async for each in made:
                    yield each
        except NotMade as interrupted:
            raise RuntimeError(str(interrupted)) from interrupted

    async def _order(self, row: RecordedFile, file: PlannedFile, now_us: int, ends_us: int | None) -> Order:
        """Raises NotFound."""
        assert row.file_id is not None
        assert row.parts_id is not None
        whole, _ = await self._keyring.open(row.center_id, row.file_id)
        parts, _ = await self._keyring.open(row.center_id, row.parts_id)
        pictures = [Source(x.file, (await self._keyring.open(x.center_id, x.file_id))[0]) for x in file.pictures]
        sounds = [Source(x.file, (await self._keyring.open(x.center_id, x.file_id))[0]) for x in file.sounds]
        return Order(row.id, tuple(pictures), tuple(sounds), file.sounding, parts, whole, now_us, ends_us, file.cut)

    async def _keep(self, progress: Progress, row: RecordedFile, made: Made, zero: Zero) -> None:
        """Into the vault, then on record as ready. A file that was deleted meanwhile is not."""
        assert row.file_id is not None
        try:
            key, _ = await self._keyring.open(row.center_id, row.file_id)
            await self._vault.take(row.center_id, key, made.bytes, self._outside.remuxer.sealed(row.id))
        except NotFound:
            return
        began = Millis(zero.wall_us // 1_000)
        ready = replace(
            row,
            status=FileStatus.READY,
            reason="",
            started_at=began,
            ended_at=Millis(began + made.duration_ms),
            duration_ms=Millis(made.duration_ms),
            bytes=made.bytes,
            width=made.width,
            height=made.height,
        )
        await self._put(progress, ready)

    async def _put(self, progress: Progress, file: RecordedFile) -> None:
        now = self._outside.clock.now()
        async with progress.transaction() as unit:
            kept = await unit.recordings.file(file.center_id, file.id)
            if kept is None or kept.status is FileStatus.DELETED:
                return
            await unit.recordings.put(replace(file, held=kept.held))
            if file.there:
                await unit.recordings.note_session(
                    file.center_id, file.session_id, address(file.session_id), file.started_at
                )
            if file.there and file.kind is FileKind.PERSON and file.person_id and file.file_id:
                spoken = Spoken(file.id, file.session_id, file.person_id, file.file_id, file.started_at)
                words = NewJob(TRANSCRIBE, file.id, file.center_id, file.session_id, payload(spoken))
                await unit.jobs.add((words,), now)

    async def _shred(self, job: Job, progress: Progress, segments: tuple[Segment, ...], failed: set[str]) -> None:
        """What the files were made of, unless it is needed to try again; then what lies on this machine."""
        assert job.session_id is not None
        center, now = job.center_id, self._outside.clock.now()
        async with progress.transaction() as unit:
            rows = await unit.recordings.of_session(center, job.session_id)
            whole = [x for x in rows if x.id not in failed and x.parts_id is not None]
            gone = () if failed else segments
            await unit.segments.remove(center, tuple(x.name for x in gone))
            ids = [x.file_id for x in gone] + [FileId(x.parts_id) for x in whole if x.parts_id]
            await unit.vault.shred(center, tuple(ids), now)
            for row in whole:
                await unit.recordings.put(replace(row, parts_id=None))
            left: dict[str, Json] = {"files": [x.file for x in gone], "names": [x.id for x in whole]}
            await unit.jobs.note(job, None, {**job.checkpoint, "left": left})
        await self._drop(replace(job, checkpoint={"left": left}))

    async def _drop(self, job: Job) -> None:
        """Delete what a former step left on this machine: nothing of it can be read any more."""
        left = job.checkpoint.get("left")
        if isinstance(left, dict):
            for name in _words(left.get("names")):
                await self._outside.remuxer.drop(name)
            await self._outside.remuxer.drop_segments(_words(left.get("files")))


def _millis(told: object) -> Millis:
    return Millis(told) if isinstance(told, int) else Millis(0)


def _words(told: object) -> tuple[str, ...]:
    return tuple(str(x) for x in told) if isinstance(told, list) else ()
