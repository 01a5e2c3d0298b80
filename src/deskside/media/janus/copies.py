"""Which copies for the recorder a room's table wants, and which of them are in force. Pure rules; no I/O."""

from collections.abc import Callable, Iterator

from deskside.domain.ids import UserId
from deskside.domain.tracks import RECORDER, RoutingTable, TrackKind
from deskside.media.janus.rooms import Publisher, Room

Copied = tuple[Publisher, TrackKind]
"""A track of a publishing connection."""


def wanted_edges(room: Room) -> set[tuple[UserId, TrackKind]]:
    """Whose tracks of which kinds the table sends to the recorder."""
    return {(each.source, each.kind) for each in room.table or () if each.target == RECORDER}


def wanted(room: Room) -> Iterator[Copied]:
    """Of each person the newest connection that is up."""
    edges = wanted_edges(room)
    newest = {each.person: each for each in room.publishers if each.up}
    for publisher in newest.values():
        for kind, gate in publisher.gates.items():
            if (publisher.person, kind) in edges and gate.active and not gate.never_copied:
                yield publisher, kind


def missing(room: Room) -> list[Copied]:
    """What is wanted, and not copied. While no table was told, nothing."""
    return [(publisher, kind) for publisher, kind in wanted(room) if kind not in publisher.copies]


def forbidden(room: Room) -> list[Copied]:
    """Copies that the table does not have: they stop before anything else is done."""
    edges = wanted_edges(room)
    return [(x, kind) for x, kind in _copied(room) if room.table is not None and (x.person, kind) not in edges]


def outdated(room: Room) -> list[Copied]:
    """Copies of a connection that a newer one has replaced; they go on until that one is copied."""
    present = {(each.handle, kind) for each, kind in wanted(room)}
    return [(x, kind) for x, kind in _copied(room) if room.table is not None and (x.handle, kind) not in present]


def dropped(room: Room, has: Callable[[int], bool]) -> list[Copied]:
    """Copies that the recorder knows nothing of any more."""
    return [(publisher, kind) for publisher, kind in _copied(room) if not has(publisher.copies[kind].ssrc)]


def in_force(room: Room, writes: Callable[[int], bool]) -> RoutingTable:
    """The routes to the recorder that are copied and written now."""
    written = {
        (publisher.person, kind)
        for publisher, kind in _copied(room)
        if publisher.up and publisher.gates[kind].send is not False and writes(publisher.copies[kind].ssrc)
    }
    return frozenset(x for x in room.table or () if x.target == RECORDER and (x.source, x.kind) in written)


def _copied(room: Room) -> list[Copied]:
    return [(publisher, kind) for publisher in room.publishers for kind in publisher.copies]
