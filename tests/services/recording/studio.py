"""A lesson that was recorded: who was written of when, and jobs done one after the other, as a server does."""

from deskside.domain import events as ev
from deskside.domain.ids import FileId, Millis, RecordingId, UserId
from deskside.domain.jobs import Job, JobState
from deskside.domain.recording.files import FileKind, RecordedFile
from deskside.domain.tracks import TrackKind
from deskside.ports.doing import Lane
from deskside.ports.segments import Segment, Zero
from deskside.services.door import Ref
from deskside.services.keyring import Keyring
from deskside.services.recording.planned_files import file_name
from deskside.services.segments import Begun, SegmentRegister, Wanted
from tests.fakes.remuxer import FakeRemuxer
from tests.services.house import HERE, House

MINUTE_MS = 60_000
TUTOR, ALICE, BOB = UserId("tutor"), UserId("alice"), UserId("bob")


class Studio:
    """The house, and its recordings."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.files = house.services.recording_files
        remuxer = house.services.outside.remuxer
        assert isinstance(remuxer, FakeRemuxer)
        self.remuxer = remuxer
        self.register = SegmentRegister(house.services.outside, Keyring(house.services.outside))

    @property
    def ref(self) -> Ref:
        return Ref(HERE, self.house.session_id)

    async def record(self, *tracks: tuple[UserId, TrackKind]) -> list[Begun]:
        """Recording begins, and these are written."""
        started = ev.RecordingStarted(RecordingId("recording"))
        await self.house.door.notice(self.ref, lambda _: (started,))
        zero = Zero(self.house.clock.now() * 1_000, 0, "boot")
        wanted = tuple(Wanted(self.house.session_id, person, kind) for person, kind in tracks)
        return list(await self.register.begin(wanted, zero))

    async def close(self, *begun: Begun) -> None:
        """These are written no more."""
        await self.register.close({x.segment.name: (self.house.clock.now(), "closed") for x in begun})

    async def lesson(self) -> list[Begun]:
        """Two minutes of the tutor and Alice, with a screen; over, and closed."""
        tracks = ((TUTOR, TrackKind.AUDIO), (TUTOR, TrackKind.VIDEO), (TUTOR, TrackKind.SCREEN))
        begun = await self.record(*tracks, (ALICE, TrackKind.AUDIO))
        self.house.clock.pass_ms(2 * MINUTE_MS)
        await self.close(*begun)
        await self.house.sessions.end(self.house.tutor, self.house.session_id)
        return begun

    async def work(self, *lanes: Lane) -> list[Job]:
        """Do what is due, and how the jobs are then."""
        for lane in lanes or Lane:
            while (job := await self.house.services.jobs.claim(lane, "worker")) is not None:
                await self.house.services.jobs.do(job)
        return await self.jobs()

    async def jobs(self) -> list[Job]:
        async with self.house.storage.reading() as unit:
            return list(await unit.jobs.of_session(HERE, self.house.session_id))

    async def job(self, kind: str) -> Job:
        return next(x for x in await self.jobs() if x.kind == kind)

    async def rows(self) -> dict[str, RecordedFile]:
        """By kind and person."""
        async with self.house.storage.reading() as unit:
            found = await unit.recordings.of_session(HERE, self.house.session_id)
        return {f"{x.kind} {x.person_id}": x for x in found}

    async def segments(self) -> tuple[Segment, ...]:
        async with self.house.storage.reading() as unit:
            return await unit.segments.of_session(HERE, self.house.session_id)

    def name(self, kind: FileKind, person: UserId) -> str:
        return file_name(self.house.session_id, kind, person)

    async def readable(self, file_id: FileId | None) -> bool:
        """Whether a sealed file has a key."""
        async with self.house.storage.reading() as unit:
            return file_id is not None and await unit.vault.file(HERE, file_id) is not None

    async def read(self, row: RecordedFile) -> bytes:
        """What its tutor gets."""
        opened = await self.files.open(self.house.tutor, row.id)
        return b"".join([piece async for piece in opened.read(0, opened.content.size)])

    async def state(self, kind: str) -> tuple[JobState, str]:
        job = await self.job(kind)
        return job.state, job.reason

    def later(self, ms: int) -> Millis:
        self.house.clock.pass_ms(ms)
        return self.house.clock.now()
