"""What a segment holds, as samples: whole frames of a picture and packets of sound, in the order in which they were
sent, each with the clocks that say when."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deskside.recorder import opus, vp8
from deskside.recorder.records import CODECS, Kind, Record, Recorded, Torn, Track, described_track, read
from deskside.recorder.rtp import Malformed, Packet, following, parse
from deskside.recorder.sequence import WINDOW, InOrder, Order

MAX_FRAME_BYTES = 4_000_000
"""A keyframe of a whole screen has some hundred thousand."""
TIMESTAMP_BITS = 32
FOR_EVER_US = 1 << 63
"""Up to here a segment is read that nothing more comes to."""


class Unplayable(Exception):
    """The segment cannot be made to play; the text says why, and what would have been."""


class Sample(NamedTuple):
    """One frame of a picture, or one packet of sound."""

    arrival_us: int
    """When its first packet came, after the session's zero."""
    complete_us: int
    """When its last packet came."""
    timestamp: int
    """Of its RTP clock, going on beyond 32 bits."""
    first: int
    """Sequence of its first packet, going on beyond 16 bits."""
    last: int
    data: bytes
    size: tuple[int, int] | None
    """Of a picture that stands alone. None: any other, and sound."""
    offset: int
    """From this byte of the segment on, everything is found that this sample and those after it are made of."""


class From(NamedTuple):
    """Where reading goes on: at a byte of the segment, with this packet, after that instant of the RTP clock."""

    offset: int
    sequence: int | None
    timestamp: int | None


BEGINNING = From(0, None, None)


@dataclass(slots=True)
class Found:
    """What reading a segment told beside its samples."""

    track: Track
    counted: range
    """Microseconds: what came meanwhile is counted; what is read beside it is counted where it belongs."""
    ended: bool = False
    """It has its last record: nothing more will come."""
    ended_us: int = 0
    torn_bytes: int = 0
    foreign: int = 0
    """Packets that are none of this track, and such as cannot be read."""
    broken: int = 0
    """Frames of which a part is missing."""
    counting: bool = False


class _Arrived(NamedTuple):
    at_us: int
    offset: int
    packet: Packet


def opened(segment: Recorded) -> Track:
    """What the segment is a track of. Raises Unplayable if it does not begin with that, or with what is not known."""
    for record in read(segment.chunks(0), whole=True):
        if isinstance(record, Record) and record.kind is Kind.TRACK:
            try:
                track = described_track(record.content)
            except Malformed as wrong:
                raise Unplayable(f"the segment cannot be read: {wrong}") from wrong
            if track.codec != CODECS[track.kind]:
                raise Unplayable(f"{track.codec} of a {track.kind} is not made into files; {CODECS[track.kind]} is")
            return track
        break
    raise Unplayable("the segment does not say what it holds")


def samples(segment: Recorded, found: Found, start: From, until_us: int) -> Iterator[Sample]:
    """Those that came up to `until_us`, from `start` on. Bytes that are not what they should be are counted in `found`
    and passed over; a frame of which anything is missing is left out."""
    order: Order[_Arrived] = Order(start.sequence)
    yield from _MADE_OF[found.track.codec](_unwrapped(_ordered(segment, found, start, until_us, order), start), found)


def _ordered(
    segment: Recorded, found: Found, start: From, until_us: int, order: Order[_Arrived]
) -> Iterator[InOrder[_Arrived]]:
    behind: deque[int] = deque(maxlen=2 * WINDOW)  # whatever is held when a packet comes, came no earlier than that
    restarts = 0
    for record in read(segment.chunks(start.offset), start.offset, whole=until_us >= FOR_EVER_US):
        if isinstance(record, Torn):
            found.torn_bytes += record.length * found.counting
            continue
        if record.at_us > until_us:
            break
        found.counting = record.at_us in found.counted
        if record.kind is Kind.END:
            found.ended, found.ended_us = True, record.at_us
        elif record.kind is Kind.PACKET:
            try:
                packet = parse(record.content)
            except Malformed:
                found.foreign += found.counting
                continue
            if packet.ssrc != found.track.ssrc or packet.payload_type != found.track.payload_type:
                found.foreign += found.counting
                continue
            behind.append(record.offset)
            yield from order.push(packet.sequence, record.at_us, _Arrived(record.at_us, behind[0], packet))
            if order.restarts > restarts:  # what came before that is numbered otherwise
                restarts = order.restarts
                behind.clear()
    yield from order.flush()


class _Placed(NamedTuple):
    sequence: int
    timestamp: int
    arrived: _Arrived


def _unwrapped(packets: Iterable[InOrder[_Arrived]], start: From) -> Iterator[_Placed]:
    last = start.timestamp
    for sequence, arrived in packets:
        value = arrived.packet.timestamp
        last = value if last is None else following(last, value, TIMESTAMP_BITS)
        yield _Placed(sequence, last, arrived)


def _sounds(packets: Iterable[_Placed], found: Found) -> Iterator[Sample]:
    for sequence, timestamp, arrived in packets:
        payload = arrived.packet.payload
        if not payload:
            continue
        try:
            opus.samples(payload)
        except Malformed:
            found.foreign += found.counting
            continue
        yield Sample(arrived.at_us, arrived.at_us, timestamp, sequence, sequence, payload, None, arrived.offset)


class _Frame:
    """What there is of a frame that is being put together."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._parts: list[bytes] = []
        self._placed: list[_Placed] = []
        self._length = 0
        self._broken: int | None = None
        """Timestamp of the frame that was last found to miss something: it is counted once."""

    def ends_before(self, begins: bool, placed: _Placed) -> Iterator[Sample]:  # noqa: FBT001 - what the packet says
        """It, if this packet is of the next one, which only its beginning can say."""
        if self._placed and placed.timestamp != self._placed[-1].timestamp:
            if begins and placed.sequence == self._placed[-1].sequence + 1:
                yield self.whole()
            else:
                self.broken(self._placed[-1].timestamp)

    def takes(self, begins: bool, part: bytes, placed: _Placed) -> bool:  # noqa: FBT001
        """Whether this packet is of it, behind all that it has; nothing is left of it otherwise."""
        follows = bool(self._placed) and placed.sequence == self._placed[-1].sequence + 1
        if self._placed and (begins or not follows or self._length + len(part) > MAX_FRAME_BYTES):
            self.broken(placed.timestamp)
        if not self._placed and not begins:
            self.broken(placed.timestamp)
            return False
        self._placed.append(placed)
        self._parts.append(part)
        self._length += len(part)
        return True

    def whole(self) -> Sample:
        """It; nothing is left here."""
        data, first, last = b"".join(self._parts), self._placed[0], self._placed[-1]
        came = [each.arrived.at_us for each in self._placed]
        offset = min(each.arrived.offset for each in self._placed)
        self._clear()
        numbers = first.sequence, last.sequence
        return Sample(min(came), max(came), first.timestamp, *numbers, data, vp8.key_size(data), offset)

    def broken(self, timestamp: int) -> None:
        """It, or one that did not begin, misses something."""
        self._found.broken += self._found.counting and timestamp != self._broken
        self._broken = timestamp
        self._clear()

    def _clear(self) -> None:
        self._placed, self._parts, self._length = [], [], 0


def _pictures(packets: Iterable[_Placed], found: Found) -> Iterator[Sample]:
    frame = _Frame(found)
    for placed in packets:
        packet = placed.arrived.packet
        if not packet.payload:
            continue
        try:
            begins, part = vp8.content(packet.payload)
        except Malformed:
            found.foreign += found.counting
            continue
        yield from frame.ends_before(begins, placed)
        if frame.takes(begins, part, placed) and packet.marker:
            yield frame.whole()


_MADE_OF: dict[str, Callable[[Iterable[_Placed], Found], Iterator[Sample]]] = {"opus": _sounds, "vp8": _pictures}
