"""The seam between an engine that forwards copies of tracks and what writes them.

An engine opens a track here, sends copies of it to the port that it is told, and closes it. Media never waits for that:
a recorder that is away, or refuses, leaves the track's route to RECORDER out of force, and nothing else happens.
"""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import SessionId, UserId
from deskside.domain.modes import StopReason
from deskside.domain.tracks import TrackKind


class RecorderUnavailable(Exception):
    """Nothing can be written now; the same call may work later."""


class RecorderFull(RecorderUnavailable):
    """There is no room on its disk; it begins again once there is."""


class RecorderRefused(Exception):
    """Such a track is never written; the message says what is."""


@dataclass(frozen=True, slots=True)
class CopiedTrack:
    """A track that is to be written. `ssrc`: random, 32 bits, its name here, and the SSRC of the copies: another one's
    packets are dropped. `codec` as in SDP, in small letters."""

    session: SessionId
    person: UserId
    kind: TrackKind
    ssrc: int
    payload_type: int
    codec: str
    clock_rate: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """These tracks are written no more, by no wish of the engine. `why`: FULL or FAILED."""

    why: StopReason
    ssrcs: frozenset[int]
    sessions: frozenset[SessionId]


@dataclass(frozen=True, slots=True)
class EdgesChanged:
    """An engine's event: what is in force of a session has changed by itself, as the recorder came or went; `route`
    says what is."""

    session: SessionId


@dataclass(frozen=True, slots=True)
class RecorderStopped:
    """An engine's event: nothing of these sessions can be written any more, and nothing is sent to the recorder, as its
    disk is full or cannot be written to. All else goes on. It is tried again for as long as the table wants it."""

    why: StopReason
    sessions: frozenset[SessionId]


CopyEvent = EdgesChanged | RecorderStopped


class Listener(Protocol):
    """What a recorder says by itself. Both are called from the event loop, and return at once."""

    def changed(self) -> None:
        """`writes` answers otherwise than before: the recorder is gone, or has its tracks again."""

    def stopped(self, said: Stopped) -> None:
        """The disk is full, or cannot be written to. The tracks are closed."""


class Recorder(Protocol):
    """What writes copies. Everything is idempotent."""

    async def start(self) -> None:
        """Take over the recorder of a former server process, or bring one up. Never fails: it is tried again."""
        ...

    async def stop(self, *, keep: bool) -> None:
        """`keep` leaves it, writing, to the next server process."""
        ...

    def listen(self, listener: Listener) -> None:
        """One listener, from now on."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether it is there, or none is wanted. Answers at once."""
        ...

    def writes(self, ssrc: int) -> bool:
        """Whether what comes of this track is written now. Answers at once."""
        ...

    def has(self, ssrc: int) -> bool:
        """Whether this track is open, or will be again at its port as soon as the recorder is back: otherwise nobody
        should send to that port any more. Answers at once."""
        ...

    async def open(self, track: CopiedTrack) -> int:
        """Write what comes of it from now on; the port of 127.0.0.1 to send it to. After the recorder died, it has its
        tracks again at the same ports. Raises RecorderUnavailable, RecorderFull, RecorderRefused."""
        ...

    async def ask_at(self, ssrc: int, port: int) -> None:
        """Where keyframes of a picture can be asked for, on 127.0.0.1. Nothing happens for a track that is not open."""
        ...

    async def close(self, ssrc: int) -> None:
        """Write no more of it: what had come is written. If the recorder does not answer, it is told later."""
        ...

    async def keep_only(self, ssrcs: frozenset[int]) -> None:
        """Close all that is open now but these: an engine begins, with what it took over."""
        ...


class NoRecorder:
    """A `Recorder` where nothing is recorded."""

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self, *, keep: bool) -> None:
        """Nothing to stop."""

    def listen(self, listener: Listener) -> None:
        """It never says anything."""

    @property
    def healthy(self) -> bool:
        return True

    def writes(self, ssrc: int) -> bool:
        return False

    def has(self, ssrc: int) -> bool:
        return False

    async def open(self, track: CopiedTrack) -> int:
        raise RecorderRefused("nothing is recorded on this server")

    async def ask_at(self, ssrc: int, port: int) -> None:
        """Nothing is open."""

    async def close(self, ssrc: int) -> None:
        """Nothing is open."""

    async def keep_only(self, ssrcs: frozenset[int]) -> None:
        """Nothing is open."""
