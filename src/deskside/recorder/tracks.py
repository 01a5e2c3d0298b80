"""The recorder as engines know it: `Recorder` over its process and the register of segments.

No key is remembered here: after the recorder died, each track goes on in another segment with another key (ADR 9).
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from deskside.domain.ids import SessionId
from deskside.domain.modes import StopReason
from deskside.ports.recorder import CopiedTrack, Listener, RecorderUnavailable, Stopped
from deskside.ports.segments import Segment
from deskside.ports.storage import StorageUnavailable
from deskside.recorder import messages
from deskside.recorder.desk import FULL
from deskside.recorder.ended import Ended
from deskside.recorder.messages import Answer, TrackStatus
from deskside.recorder.opening import Opening
from deskside.recorder.running import RecorderProcess, RecorderSettings
from deskside.services.segments import SegmentRegister

AGAIN_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)

log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class _Written:
    """A track, and its present segment. `live`: the recorder has it open."""

    track: CopiedTrack
    name: str
    port: int
    feedback: int = 0
    live: bool = True


class SealedRecorder:
    """`Recorder`. Start it once."""

    def __init__(self, settings: RecorderSettings, register: SegmentRegister) -> None:
        self._process = RecorderProcess(
            settings, stopped=self._on_stopped, lost=self._on_lost, restored=self._on_restored
        )
        self._register, self._ended = register, Ended(register)
        self._opening = Opening(self._process, register, self._ended)
        self._listener: Listener | None = None
        self._tracks: dict[int, _Written] = {}
        self._generation = 0
        """How often the recorder was lost."""
        self._early: list[messages.Stopped] | None = []
        """What a former server was not told, until it is known what these tracks are. None: it is."""
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def pid(self) -> int | None:
        """Of the running process. None: there is none at the moment."""
        return self._process.pid

    @property
    def healthy(self) -> bool:
        """Whether there is one, and it goes on with its tracks."""
        return self.pid is not None and all(x.live for x in self._tracks.values())

    def listen(self, listener: Listener) -> None:
        """From now on."""
        self._listener = listener

    def writes(self, ssrc: int) -> bool:
        """Whether it has a segment that is open."""
        return ssrc in self._tracks and self._tracks[ssrc].live

    def has(self, ssrc: int) -> bool:
        """Whether its port is taken."""
        return ssrc in self._tracks

    async def start(self) -> None:
        """Segments that a former server process left go on where the recorder has them, and have ended where not."""
        status = await self._process.start()
        try:
            rows = {x.name: x for x in await self._register.still_open()}
        except StorageUnavailable as error:
            log.error("it is not known which segments are open", why=str(error))
            rows = {}
        for each in () if status is None else status.tracks:
            if (row := rows.pop(each.name, None)) is not None:
                self._tracks[each.ssrc] = _Written(_track(each, row), each.name, each.port, each.feedback)
            else:
                await self._opening.close(each.name)
        early, self._early = self._early or [], None
        for said in early:
            self._tell(said, {rows.pop(x.name).session_id for x in said.tracks if x.name in rows})
        for name in rows:
            self._ended.end(name, "lost")

    async def stop(self, *, keep: bool) -> None:
        """`keep`: what is written goes on."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._process.stop(keep=keep)
        for written in () if keep else self._tracks.values():
            self._ended.end(written.name, "closed")
        self._tracks.clear()
        await self._ended.settle()

    async def open(self, track: CopiedTrack) -> int:
        """The port. What nobody waits for any more is closed again."""
        opening = self._run(self._open(track))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(lambda _: self._run(self.close(track.ssrc)))
            raise

    async def ask_at(self, ssrc: int, port: int) -> None:
        """Remembered for the next segment."""
        if (written := self._tracks.get(ssrc)) is not None:
            written.feedback = port
            await self._opening.ask_at(written.name, port)

    async def close(self, ssrc: int) -> None:
        """Its port is free."""
        if (written := self._tracks.pop(ssrc, None)) is not None:
            await self._opening.close(written.name)

    async def keep_only(self, ssrcs: frozenset[int]) -> None:
        """What is opened meanwhile stays."""
        await asyncio.gather(*(self.close(each) for each in list(self._tracks) if each not in ssrcs))

    async def status(self) -> Answer:
        """What came of each track. Raises RecorderLost."""
        return await self._process.status()

    async def _open(self, track: CopiedTrack) -> int:
        self._opening.check(track)
        if (known := self._tracks.get(track.ssrc)) is not None:
            return known.port
        generation = self._generation
        (begun,) = await self._opening.begin([track])
        status = await self._opening.write(begun, track, 0)
        if generation != self._generation:
            self._ended.end(begun.segment.name, "lost")
            raise RecorderUnavailable("the recorder died")
        self._tracks[track.ssrc] = _Written(track, begun.segment.name, status.port)
        return status.port

    def _on_lost(self) -> None:
        self._generation += 1
        for each in self._tracks.values():
            each.live = False
        self._changed()

    def _on_restored(self, _status: Answer) -> None:
        self._changed()
        self._run(self._go_on(self._generation))

    async def _go_on(self, generation: int) -> None:
        """Each track that was lost has another segment at its port, where the engine still sends it."""
        for attempt in range(1_000_000):
            lost = [x for x in self._tracks.values() if not x.live]
            if not lost or generation != self._generation:
                return
            try:
                await self._open_again(lost, generation)
            except RecorderUnavailable as error:
                log.error("tracks cannot be opened again; trying again", tracks=len(lost), why=str(error))
                await asyncio.sleep(AGAIN_SECONDS[min(attempt, len(AGAIN_SECONDS) - 1)])
            self._changed()

    async def _open_again(self, lost: list[_Written], generation: int) -> None:
        """Raises RecorderUnavailable if there is nothing on record, or the recorder died again."""
        begun = await self._opening.begin([x.track for x in lost], tuple(x.name for x in lost))
        for written, anew in zip(lost, begun, strict=True):
            written.name, ssrc = anew.segment.name, written.track.ssrc
            try:
                await self._opening.write(anew, written.track, written.port)
            except RecorderUnavailable:
                if generation != self._generation:
                    raise
                self._tracks.pop(ssrc, None)  # its port is another's by now: the engine asks for a new one
                continue
            if self._tracks.get(ssrc) is not written:  # closed meanwhile
                await self._opening.close(written.name)
            elif generation == self._generation:
                written.live = True
                await self.ask_at(ssrc, written.feedback)

    def _on_stopped(self, said: messages.Stopped) -> None:
        if self._early is not None:
            self._early.append(said)
        else:
            self._tell(said, set())

    def _tell(self, said: messages.Stopped, sessions: set[SessionId]) -> None:
        names = {x.name for x in said.tracks}
        gone = {ssrc: x for ssrc, x in self._tracks.items() if x.name in names}
        for ssrc in gone:
            del self._tracks[ssrc]
        for name in names:
            self._ended.end(name, said.stopped)
        sessions = sessions | {x.track.session for x in gone.values()}
        if self._listener is not None and sessions:
            why = StopReason.FULL if said.stopped == FULL else StopReason.FAILED
            self._listener.stopped(Stopped(why, frozenset(gone), frozenset(sessions)))

    def _changed(self) -> None:
        if self._listener is not None:
            self._listener.changed()

    def _run(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _track(status: TrackStatus, row: Segment) -> CopiedTrack:
    """What a former server process had opened."""
    return CopiedTrack(
        row.session_id, row.person_id, row.kind, status.ssrc, status.payload_type, status.codec, status.clock_rate
    )
