"""What would make connections equal to a room's table: the differences, as settings, and their confirmation.

Pure rules; no I/O.
"""

from collections.abc import Iterable

from deskside.domain.tracks import RoutingTable, TrackKind
from deskside.media.janus.rooms import Publisher, Receiver, Wish, is_held_back
from deskside.media.janus.videoroom import Setting


def settings_for(receiver: Receiver, wish: Wish, *, opening: bool) -> list[Setting]:
    """What makes a receiving connection equal to `wish`: closing, or opening and layers. Empty: already so."""
    settings = []
    for line in receiver.lines.values():
        wished = wish.get((line.source, line.kind))
        if wished is None:
            if not opening and line.send is not False:
                settings.append(Setting(line.mid, send=False))
        elif opening and not is_held_back(receiver, line):
            send = None if line.send is True else True
            layered = line.kind is TrackKind.VIDEO
            substream = int(wished.layer) if layered and line.layer != wished.layer else None
            temporal = int(wished.frames) if layered and line.frames != wished.frames else None
            if (send, substream, temporal) != (None, None, None):
                settings.append(Setting(line.mid, send=send, substream=substream, temporal=temporal))
    return settings


def gate_settings(publisher: Publisher, table: RoutingTable, *, opening: bool) -> list[Setting]:
    """What makes a publisher's gates open where anyone is to receive, and closed elsewhere.

    The camera has no gate. Browsers name its layers (rid) in their first packets only, and the plugin reads nothing of
    a muted stream: a camera that sent while its gate was closed would never be forwarded afterwards.
    Source: janus_videoroom.c, janus_videoroom_incoming_rtp_internal; measured with 1.4.1.
    """
    wanted = {each.kind for each in table if each.source == publisher.person}
    return [
        Setting(gate.mid, send=opening)
        for kind, gate in publisher.gates.items()
        if kind is not TrackKind.VIDEO and gate.active and gate.send is not opening and (kind in wanted) is opening
    ]


def confirm(receiver: Receiver, settings: Iterable[Setting]) -> None:
    """The engine confirmed these settings."""
    for each in settings:
        line = receiver.lines.get(each.mid)
        if line is not None:
            line.send = line.send if each.send is None else each.send
            line.layer = line.layer if each.substream is None else each.substream
            line.frames = line.frames if each.temporal is None else each.temporal
