"""Makes what the engine forwards equal to a room's table: closing first, then opening, all connections at once.

Two walls stand between a person and what they must not receive: their own m-line is closed, and so is the gate of a
microphone or screen that nobody is to receive. Each connection takes one request; it is in force when it is answered.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from deskside.domain.ids import UserId
from deskside.domain.tracks import TrackKind
from deskside.media.janus.client import NO_SUCH_HANDLE, JanusError
from deskside.media.janus.differences import confirm, gate_settings, settings_for
from deskside.media.janus.rooms import Publisher, Receiver, Room
from deskside.media.janus.videoroom import Setting, VideoRoom

log = structlog.get_logger(__name__)

Drained = Callable[[int], Awaitable[None]]
"""Waits until the engine has sent what it had let through to a connection before that was closed: on a busy machine
such packets wait for their thread, and would be the only ones to arrive after an acknowledgement."""


async def equalise(videoroom: VideoRoom, room: Room, drained: Drained) -> None:
    """Returns when no packet outside the table is forwarded any more and everything in it is.

    Only differences are sent. Raises EngineUnavailable or JanusError after all connections have been tried.
    """
    table = room.table or frozenset()
    wishes = [(receiver, room.wish_of(receiver.person)) for receiver in room.receivers]
    closing = [
        (receiver, settings) for receiver, wish in wishes if (settings := settings_for(receiver, wish, opening=False))
    ]
    await together(_set_lines(videoroom, receiver, settings) for receiver, settings in closing)
    await together(
        [
            _set_gates(videoroom, publisher, settings)
            for publisher in room.publishers
            for opening in (True, False)
            if (settings := gate_settings(publisher, table, opening=opening))
        ]
        + [
            _set_lines(videoroom, receiver, settings)
            for receiver, wish in wishes
            if (settings := settings_for(receiver, wish, opening=True))
        ]
        + [drained(receiver.handle) for receiver, _ in closing if receiver.up]
    )


async def equalise_receiver(videoroom: VideoRoom, room: Room, receiver: Receiver) -> None:
    """The same for one receiving connection, in one request."""
    wish = room.wish_of(receiver.person)
    settings = [each for opening in (False, True) for each in settings_for(receiver, wish, opening=opening)]
    if settings:
        await _set_lines(videoroom, receiver, settings)


async def equalise_publisher(videoroom: VideoRoom, room: Room, publisher: Publisher) -> None:
    """The same for the gates of one publishing connection, in one request."""
    table = room.table or frozenset()
    settings = [each for opening in (False, True) for each in gate_settings(publisher, table, opening=opening)]
    if settings:
        await _set_gates(videoroom, publisher, settings)


async def close_feed(videoroom: VideoRoom, receiver: Receiver, feed: str) -> None:
    """Nothing of this publishing connection goes to this receiving one any more, whatever the table says."""
    settings = [Setting(line.mid, send=False) for line in receiver.lines.values() if line.feed == feed]
    await _set_lines(videoroom, receiver, settings)


async def ask_for_keyframes(videoroom: VideoRoom, room: Room, person: UserId) -> None:
    """Whole pictures of everybody whom this person watches, and of this person for whoever watches them."""
    watched = {(each.source, each.kind) for each in room.table or () if person in (each.target, each.source)}
    await together(
        videoroom.configure(publisher.handle, settings)
        for publisher in room.publishers
        if publisher.up
        if (
            settings := [
                Setting(gate.mid, keyframe=True)
                for kind, gate in publisher.gates.items()
                if kind is not TrackKind.AUDIO and (publisher.person, kind) in watched
            ]
        )
    )


async def together(calls: Iterable[Awaitable[None]]) -> None:
    """Run calls at once and wait for all of them; then raise the first error, if any."""
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _set_lines(videoroom: VideoRoom, receiver: Receiver, settings: list[Setting]) -> None:
    for each in settings:
        if each.send is not None:
            receiver.lines[each.mid].send = None  # not known until it is confirmed
    if await _configure(videoroom, receiver.handle, settings):
        confirm(receiver, settings)


async def _set_gates(videoroom: VideoRoom, publisher: Publisher, settings: list[Setting]) -> None:
    by_mid = {gate.mid: gate for gate in publisher.gates.values()}
    for each in settings:
        by_mid[each.mid].send = None
    if await _configure(videoroom, publisher.handle, settings):
        for each in settings:
            by_mid[each.mid].send = each.send


async def _configure(videoroom: VideoRoom, handle: int, settings: list[Setting]) -> bool:
    """False if the connection is gone: nothing is forwarded over it, and an event will say so."""
    try:
        await videoroom.configure(handle, settings)
    except JanusError as error:
        if error.code != NO_SUCH_HANDLE:
            raise
        log.info("connection is gone", handle=handle)
        return False
    return True
