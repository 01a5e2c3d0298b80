"""What is said to the recorder over its socket, and what it answers: one JSON object a line."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from deskside.domain.ids import FileId
from deskside.ports.sealing import FileKey
from deskside.ports.segments import Zero
from deskside.recorder.records import Track, TrackKind

MAX_LINE = 8_192
VERSION = 2
_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"
_CODEC = r"^[a-z0-9]{1,16}$"

Port = Annotated[int, Field(ge=0, le=65_535)]
Name = Annotated[str, Field(pattern=_NAME)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ZeroShape(_Shape):
    """See `records.Zero`."""

    wall_us: Annotated[int, Field(ge=0, lt=1 << 60)]
    steady_us: Annotated[int, Field(ge=0, lt=1 << 60)]
    boot: Annotated[str, Field(max_length=64)]


class TrackShape(_Shape):
    """See `records.Track`."""

    name: Name
    kind: Annotated[TrackKind, Field(strict=False)]
    codec: Annotated[str, Field(pattern=_CODEC)]
    payload_type: Annotated[int, Field(ge=0, le=127)]
    ssrc: Annotated[int, Field(ge=0, le=0xFFFFFFFF)]
    clock_rate: Annotated[int, Field(ge=8_000, le=192_000)]
    zero: ZeroShape

    def track(self) -> Track:
        """The same as a value."""
        fields = self.model_dump()
        return Track(**{**fields, "zero": Zero(**fields["zero"])})


class KeyShape(_Shape):
    """What a segment is sealed with. It is said once, is in no answer, no log and no file, and is forgotten with the
    segment."""

    file_id: Annotated[str, Field(pattern=_NAME)]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", repr=False)]

    def file_key(self) -> FileKey:
        """The same as a value."""
        return FileKey(FileId(self.file_id), bytes.fromhex(self.key))


class Open(_Shape):
    """Write what comes of a track from now on. A track that is open already is answered as before. `port`: where it
    came to before the recorder was started anew; 0: any."""

    do: Literal["open"] = "open"
    id: int
    track: TrackShape
    key: KeyShape
    port: Port = 0


class Feedback(_Shape):
    """Where keyframes of an open track can be asked for on this machine. 0: nowhere any more."""

    do: Literal["feedback"] = "feedback"
    id: int
    name: Name
    port: Port


class Close(_Shape):
    """Write no more of a track; what had come is written. One that is not open is closed already."""

    do: Literal["close"] = "close"
    id: int
    name: Name


class Status(_Shape):
    """Which tracks are open, and what came of them."""

    do: Literal["status"] = "status"
    id: int


class End(_Shape):
    """Close all tracks and end."""

    do: Literal["end"] = "end"
    id: int


Command = Annotated[Open | Feedback | Close | Status | End, Field(discriminator="do")]
COMMAND: TypeAdapter[Open | Feedback | Close | Status | End] = TypeAdapter(Command)


class TrackStatus(_Shape):
    """An open track, or one that was just closed. Instants are microseconds after its session's zero."""

    name: str
    file: str
    """Of the recorder's folder."""
    port: int
    feedback: int
    kind: Annotated[TrackKind, Field(strict=False)]
    codec: str
    payload_type: int
    ssrc: int
    clock_rate: int
    packets: int
    bytes: int
    """Written, with what belongs to each packet."""
    holes: int
    foreign: int
    """Datagrams that are no packet of this track."""
    last_packet_us: int | None
    last_key_us: int | None
    asked: int
    """How often a keyframe was asked for."""
    receive_buffer: int


class Clock(_Shape):
    """The recorder's clocks now: what a session's zero is made from."""

    wall_us: int
    steady_us: int
    boot: str


class Answer(_Shape):
    """To the command with this `id`."""

    id: int
    error: str = ""
    """Empty: done. Else: malformed, codec, full, name, port, or file, and why."""
    version: int = VERSION
    clock: Clock
    full: bool = False
    """No track can be opened: there is too little room."""
    tracks: tuple[TrackStatus, ...] = ()
    """Those that the command named; all for `status` and `end`."""


class Stopped(_Shape):
    """Said by itself: these tracks are closed, as they could not be written any more."""

    stopped: str
    """full: the disk is. file: something else is wrong with what is written to."""
    tracks: tuple[TrackStatus, ...]


SAID: TypeAdapter[Answer | Stopped] = TypeAdapter(Answer | Stopped)
