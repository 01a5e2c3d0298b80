"""A session that is over, with recordings in the vault of whoever spoke, and what hears them."""

from dataclasses import replace

from deskside.domain.access import Actor
from deskside.domain.ids import Millis, UserId
from deskside.domain.jobs import Job, JobState, NewJob
from deskside.domain.recording.transcripts import Line, Transcript, Word
from deskside.ports.audit import AuditLine, AuditQuery
from deskside.ports.doing import Lane, Work
from deskside.services.jobs import JobService
from deskside.services.recording.transcribing import TRANSCRIBE, Spoken, Transcribing, payload
from deskside.services.recording.transcripts import TranscriptService
from tests.fakes.speech import FakeTranscriber
from tests.services.house import HERE
from tests.services.safe import Safe

RECORDED = b"what was recorded"


def said(who: UserId, *texts: str, at: int = 0) -> Transcript:
    """A line each, a second after another."""
    lines = []
    for number, text in enumerate(texts):
        start = at + number * 1_000
        words = tuple(
            Word(x, Millis(start + i * 10), Millis(start + i * 10 + 10), 0.5) for i, x in enumerate(text.split())
        )
        lines.append(Line(who, words[0].start_ms, words[-1].end_ms, text, words))
    return Transcript(who, "en", tuple(lines))


class Studio(Safe):
    """A house where words are made of recordings."""

    def __init__(self) -> None:
        super().__init__()
        self.speech = FakeTranscriber(said(self.alice.user_id, "one half", "two thirds"))
        outside = replace(self.services.outside, transcriber=self.speech)
        transcribing = Transcribing(outside, self.keyring, self.vault)
        self.jobs = JobService(outside, {TRANSCRIBE: Work(transcribing.transcribe, Lane.SLOW)})
        self.transcripts = TranscriptService(outside, self.door, self.keyring, self.vault)

    async def over(self) -> "Studio":
        """The session took place."""
        await self.open()
        await self.sessions.start(self.tutor, self.session_id)
        await self.sessions.end(self.tutor, self.session_id)
        return self

    async def recorded(self, who: Actor, recording_id: str = "r1", at: int = 1_000) -> Spoken:
        """What this person said is in the vault, and is to be transcribed."""
        key = await self.kept(RECORDED)
        spoken = Spoken(recording_id, self.session_id, who.user_id, key.file_id, Millis(at))
        told = {**payload(spoken), "language": "en"}
        await self.jobs.add(NewJob(TRANSCRIBE, recording_id, HERE, self.session_id, told))
        return spoken

    async def claim(self) -> Job | None:
        return await self.jobs.claim(Lane.SLOW, "worker")

    async def transcribed(self, who: Actor, *texts: str, recording_id: str = "r1", at: int = 1_000) -> Spoken:
        """This person said this, and it was heard."""
        self.speech.says = said(who.user_id, *texts)
        spoken = await self.recorded(who, recording_id, at)
        assert await self.attempt() is JobState.DONE
        return spoken

    async def attempt(self) -> JobState:
        """One attempt, and what became of it."""
        job = await self.claim()
        assert job is not None
        await self.jobs.do(job)
        return (await self.job(job)).state

    async def job(self, job: Job) -> Job:
        async with self.storage.reading() as unit:
            found = await unit.jobs.job(HERE, job.id)
        assert found is not None
        return found

    async def record(self) -> list[AuditLine]:
        """What the center's record says of transcripts, oldest first."""
        lines = await self.services.audit.lines(self.admin, AuditQuery())
        return [x for x in reversed(lines) if x.act.startswith("transcript")]
