"""How a track gets a segment: first on record, with a key, then opened by the recorder, which is told the key."""

from contextlib import suppress

import structlog

from deskside.domain.errors import NotFound
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import CopiedTrack, RecorderFull, RecorderRefused, RecorderUnavailable
from deskside.ports.segments import Zero
from deskside.ports.storage import StorageUnavailable
from deskside.ports.vault import MasterKeyUnusable
from deskside.recorder import records
from deskside.recorder.desk import FULL
from deskside.recorder.ended import Ended
from deskside.recorder.line import RecorderLost
from deskside.recorder.messages import KeyShape, TrackShape, TrackStatus, ZeroShape
from deskside.recorder.running import RecorderProcess
from deskside.services.segments import Begun, SegmentRegister, Wanted

KINDS = {
    TrackKind.AUDIO: records.TrackKind.MICROPHONE,
    TrackKind.VIDEO: records.TrackKind.CAMERA,
    TrackKind.SCREEN: records.TrackKind.SCREEN,
}

log = structlog.get_logger(__name__)


class Opening:
    """Both halves; whoever calls has a generation of the recorder to look at in between."""

    def __init__(self, process: RecorderProcess, register: SegmentRegister, ended: Ended) -> None:
        self._process, self._register, self._ended = process, register, ended

    def check(self, track: CopiedTrack) -> None:
        """Raises RecorderRefused for what no file could be made of."""
        if (codec := records.CODECS[KINDS[track.kind]]) != track.codec:
            raise RecorderRefused(f"{track.codec} is not recorded of such a track; {codec} is")

    async def begin(self, tracks: list[CopiedTrack], instead_of: tuple[str, ...] = ()) -> tuple[Begun, ...]:
        """All on record. Nothing is, where there is no room anyway. Raises RecorderUnavailable, RecorderRefused."""
        try:
            status = await self._process.status()
            if status.full:
                raise RecorderFull("the recorder's disk is full")
            wanted = tuple(Wanted(x.session, x.person, x.kind) for x in tracks)
            now = Zero(status.clock.wall_us, status.clock.steady_us, status.clock.boot)
            return await self._register.begin(wanted, now, instead_of=instead_of)
        except NotFound as error:
            raise RecorderRefused("it is of no session") from error
        except (RecorderLost, StorageUnavailable, MasterKeyUnusable) as error:
            raise RecorderUnavailable(str(error)) from error

    async def write(self, begun: Begun, track: CopiedTrack, port: int) -> TrackStatus:
        """From now on. `port`: where it comes to already; 0: nowhere yet. Raises RecorderUnavailable; the segment has
        ended then."""
        name, zero = begun.segment.name, begun.zero
        shape = TrackShape(
            name=name,
            kind=KINDS[track.kind],
            codec=track.codec,
            payload_type=track.payload_type,
            ssrc=track.ssrc,
            clock_rate=track.clock_rate,
            zero=ZeroShape(wall_us=zero.wall_us, steady_us=zero.steady_us, boot=zero.boot),
        )
        key = KeyShape(file_id=begun.key.file_id, key=begun.key.key.hex())
        try:
            answer = await self._process.open(shape, key, port)
        except RecorderLost as error:
            await self.close(name, "lost")  # it may have been opened
            raise RecorderUnavailable(str(error)) from error
        if not answer.error:
            return answer.tracks[0]
        log.error("a track cannot be opened", track=name, why=answer.error)
        full = answer.error.startswith(FULL)
        self._ended.end(name, FULL if full else "file")
        raise RecorderFull(answer.error) if full else RecorderUnavailable(answer.error)

    async def close(self, name: str, why: str = "closed") -> None:
        """What had come is written. One that does not answer is dead, or will be: one that hangs is killed."""
        try:
            await self._process.close(name)
        except RecorderLost:
            why = "lost"
        self._ended.end(name, why)

    async def ask_at(self, name: str, port: int) -> None:
        """For keyframes. A recorder that is lost is told again when it is back."""
        with suppress(RecorderLost):
            await self._process.feedback(name, port)
