"""From what one person said to words: a step that may be killed anywhere and is done again. A transcript's row is there
before anything of it is, so whoever deletes the recording finds whatever was written.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from deskside.domain.errors import NotFound
from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId
from deskside.domain.jobs import Fields, Job
from deskside.domain.recording.transcript_files import packed
from deskside.domain.recording.transcripts import Transcript
from deskside.ports.doing import Hopeless, Progress
from deskside.ports.sealing import FileKey
from deskside.ports.speech import SpeechUnusable, Track, Transcriber
from deskside.ports.storage import UnitOfWork
from deskside.ports.transcripts import TranscriptRow
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside
from deskside.services.vault import VaultService

TRANSCRIBE = "recording.transcribe"
_PART = 256 * 1024


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording of one person's own track. `file_id`: in the vault."""

    recording_id: str
    session_id: SessionId
    person_id: UserId
    file_id: FileId
    recorded_at: Millis


Find = Callable[[UnitOfWork, Job], Awaitable[Spoken | None]]
"""The recording that a job is about. None: it is not there any more."""


async def as_told(unit: UnitOfWork, job: Job) -> Spoken | None:
    """As the job's own payload says, while its file is there."""
    del unit
    told = job.payload
    person, file, at = told.get("person"), told.get("file"), told.get("recorded_at")
    if job.session_id is None or not (isinstance(person, str) and isinstance(file, str) and isinstance(at, int)):
        return None
    return Spoken(job.key, job.session_id, UserId(person), FileId(file), Millis(at))


def payload(spoken: Spoken) -> Fields:
    """What `as_told` reads."""
    return {"person": spoken.person_id, "file": spoken.file_id, "recorded_at": spoken.recorded_at}


class Transcribing:
    """Does `recording.transcribe`; the job's key is the recording's id."""

    def __init__(self, outside: Outside, keyring: Keyring, vault: VaultService, find: Find = as_told) -> None:
        self._outside = outside
        self._keyring = keyring
        self._vault = vault
        self._find = find

    async def transcribe(self, job: Job, progress: Progress) -> None:
        """Once for each recording. Raises Hopeless where nothing can be transcribed until somebody changes that."""
        transcriber = self._outside.transcriber
        if not transcriber.active:
            return
        async with self._outside.storage.reading() as unit:
            spoken = await self._find(unit, job)
            there = await unit.transcripts.versions(job.center_id, job.key)
        if spoken is None or any(x.made_at is not None for x in there):
            return
        try:
            await self._keep(job, spoken, await self._listened(transcriber, job, spoken, progress), progress)
        except NotFound:
            return  # the recording was deleted
        except SpeechUnusable as unusable:
            raise Hopeless(str(unusable)) from unusable

    async def _listened(self, transcriber: Transcriber, job: Job, spoken: Spoken, progress: Progress) -> Transcript:
        """Raises NotFound, SpeechUnusable."""
        opened = await self._vault.open(job.center_id, spoken.file_id)
        language = job.payload.get("language")
        said_in = language if isinstance(language, str) else ""
        track = Track(spoken.person_id, opened.size, opened.read(), said_in)
        return await transcriber.transcribe(track, _Once(progress).percent)

    async def _keep(self, job: Job, spoken: Spoken, transcript: Transcript, progress: Progress) -> None:
        """Raises NotFound."""
        key = await again(partial(self._begin, job, spoken, progress))
        await self._vault.write(job.center_id, key, in_parts(packed(transcript)))
        async with progress.transaction() as unit:
            await unit.transcripts.finish(job.center_id, job.key, 1, self._outside.clock.now())

    async def _begin(self, job: Job, spoken: Spoken, progress: Progress) -> FileKey:
        """The key of its file, whose row is there; as a former attempt left it, if it did. Raises NotFound."""
        key, row = await self._keyring.new_file(job.center_id)
        async with progress.transaction() as unit:
            if await self._find(unit, job) is None or await unit.vault.file(job.center_id, spoken.file_id) is None:
                raise NotFound("The recording was deleted.")
            left = await unit.transcripts.versions(job.center_id, job.key)
            if not left:
                await unit.vault.add(row)
                of = (job.center_id, spoken.session_id, spoken.person_id)
                await unit.transcripts.add(TranscriptRow(job.key, 1, *of, key.file_id, spoken.recorded_at))
                return key
        return (await self._keyring.open(job.center_id, left[0].file_id))[0]


async def in_parts(content: bytes) -> AsyncIterator[bytes]:
    """As the vault takes it."""
    for at in range(0, len(content), _PART):
        yield content[at : at + _PART]


class _Once:
    """Tells each percent once."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = 0

    async def percent(self, percent: int) -> None:
        """Ever more of it."""
        if percent > self._last:
            self._last = percent
            await self._progress.percent(percent)


async def remove_transcript(unit: UnitOfWork, center_id: CenterId, recording_id: str, now: Millis) -> None:
    """With the recording all versions of its transcript go, in the same transaction: nothing of them can be read any
    more. (`VaultService.sweep` deletes what lies in the storage.)"""
    rows = await unit.transcripts.versions(center_id, recording_id)
    if rows:
        await unit.vault.shred(center_id, tuple(x.file_id for x in rows), now)
        await unit.transcripts.remove(center_id, recording_id)
