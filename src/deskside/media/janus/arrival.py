"""What goes out to whom, compared with what should: the engine may have confirmed a line and carry nothing on it.

Pure but for what it remembers. What the engine says of itself is not believed here, only packets are.
"""

from collections.abc import Callable

from deskside.media.janus.rooms import Line, Receiver, Room

ENOUGH_PACKETS = 4
"""So many from the source between two looks are a flow: of a silent microphone five come in two seconds."""
LOOKS = 2
"""A line that carries nothing is made anew after so many looks, then after twice as many, and so on."""

Passed = Callable[[int, str], int | None]
"""Packets of a connection's m-line (handle, mid) since the look before; None: not known."""


class Arrivals:
    """Remembers for how many looks each line of the receiving connections has carried nothing."""

    def __init__(self) -> None:
        self._looks: dict[tuple[int, str], int] = {}

    def look(self, rooms: list[Room], passed: Passed) -> list[tuple[Room, Receiver, Line]]:
        """The lines that are to be made anew now."""
        silent = [each for room in rooms for each in silent_lines(room, passed)]
        keys = [(receiver.handle, line.mid) for _, receiver, line in silent]
        self._looks = {key: self._looks.get(key, 0) + 1 for key in keys}
        return [each for key, each in zip(keys, silent, strict=True) if _is_due(self._looks[key])]


def silent_lines(room: Room, passed: Passed) -> list[tuple[Room, Receiver, Line]]:
    """Lines that the table wants and on which nothing went out though it came in. While an offer waits, none."""
    feeds = room.feeds()
    return [
        (room, receiver, line)
        for receiver in room.receivers
        if receiver.up and receiver.offer is None
        for wish in [room.wish_of(receiver.person)]
        for line in receiver.lines.values()
        if (line.source, line.kind) in wish and (source := feeds.get(line.feed)) is not None
        if (passed(source.handle, source.gates[line.kind].mid) or 0) >= ENOUGH_PACKETS
        if passed(receiver.handle, line.mid) == 0
    ]


def _is_due(looks: int) -> bool:
    """At LOOKS, and at each doubling of it."""
    times, rest = divmod(looks, LOOKS)
    return rest == 0 and times & (times - 1) == 0
