"""Routes to the recorder: what the real engine copies, seen from the packets that come to a recorder's ports."""

import asyncio
import random
import socket
import time

import pytest

from deskside.domain.tracks import Layer, TrackKind
from deskside.recorder.rtp import picture_loss
from tests.fakes.recorder import LOOPBACK
from tests.media.copied import Copied, recorded
from tests.media.lesson import SESSION
from tests.media.peer import SIZES, Publishing
from tests.media.people import until

pytestmark = pytest.mark.engine

TOGGLES = 60
IN_FLIGHT_NS = 2_000_000
"""Measured: 0.1 ms after the answer. What the engine had taken before it answered may wait for its thread."""


async def test_what_the_table_says_is_copied_and_nothing_else(copied: Copied) -> None:
    tutor, alice = await copied.person("tutor"), await copied.person("alice")
    await copied.in_force(recorded(tutor, TrackKind.VIDEO) | recorded(alice, TrackKind.AUDIO, TrackKind.SCREEN))

    for person, kind in ((tutor, TrackKind.VIDEO), (alice, TrackKind.AUDIO), (alice, TrackKind.SCREEN)):
        await copied.comes(person, kind)
        packets = [packet for _, packet in copied.tape(person, kind).packets]
        track = copied.tape(person, kind).track
        assert {(x.ssrc, x.payload_type) for x in packets} == {(track.ssrc, track.payload_type)}
    assert len(copied.recorder.open_ones()) == 3
    largest = max(len(packet.payload) for _, packet in copied.tape(tutor, TrackKind.VIDEO).packets)
    assert largest > SIZES[Layer.HIGH], "the best layer that comes, whatever the table's"


async def test_no_packet_is_copied_after_route_has_returned_without_the_edge(copied: Copied) -> None:
    choice, tutor, alice = random.Random(1), await copied.person("tutor"), await copied.person("alice")
    everything = sorted(recorded(tutor) | recorded(alice))
    late: list[int] = []
    for _ in range(TOGGLES):
        table = frozenset(route for route in everything if choice.random() < 0.5)
        assert await copied.engine.route(SESSION, table) <= table
        returned = time.time_ns() + IN_FLIGHT_NS
        await asyncio.sleep(0.05)
        allowed = {(x.source, x.kind) for x in table}
        for tape in copied.recorder.tapes.values():
            if (tape.track.person, tape.track.kind) not in allowed:
                late += [at - returned for at, _ in tape.packets if at > returned]
    assert late == []
    assert len(copied.recorder.tapes) > TOGGLES, "there was something to stop"
    await copied.in_force(frozenset(everything))


async def test_a_page_without_receivers_is_copied_and_asked_for_keyframes_by_the_recorder(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))
    for kind in TrackKind:
        await copied.comes(alice, kind)
    await until(lambda: all(copied.tape(alice, kind).feedback for kind in (TrackKind.VIDEO, TrackKind.SCREEN)))
    assert isinstance(alice.publishing, Publishing)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for kind in (TrackKind.VIDEO, TrackKind.SCREEN):
            tape, requests = copied.tape(alice, kind), alice.publishing.keyframe_requests
            await until(lambda requests=requests: time.monotonic() - max(requests, default=0) > 1.1)  # type: ignore[misc]
            before = len(requests)
            asking.sendto(picture_loss(tape.track.ssrc), (LOOPBACK, tape.feedback))
            await until(lambda requests=requests, before=before: len(requests) > before)  # type: ignore[misc]


async def test_who_publishes_again_is_copied_as_another_track(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))
    former = copied.tape(alice, TrackKind.AUDIO)

    await alice.publish()

    await until(lambda: len(copied.recorder.of(alice.id, TrackKind.AUDIO)) == 2 and former.closed)
    await copied.in_force(recorded(alice))
    await copied.comes(alice, TrackKind.AUDIO)
    assert len(copied.recorder.open_ones()) == 3


async def test_who_moves_to_another_connection_beside_is_copied_from_one_of_them(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))
    former, publishing = copied.tape(alice, TrackKind.AUDIO), alice.publishing

    await alice.publish(beside=True)

    await until(lambda: former.closed)
    await copied.comes(alice, TrackKind.AUDIO)
    assert publishing is not None
    publishing.close()


async def test_who_is_gone_or_whose_session_is_over_is_copied_no_more(copied: Copied) -> None:
    tutor, alice = await copied.person("tutor"), await copied.person("alice")
    await copied.in_force(recorded(tutor) | recorded(alice))
    await copied.engine.expel(SESSION, alice.id)
    await until(lambda: {person for person, _ in copied.recorder.open_ones()} == {tutor.id})
    await copied.engine.close_room(SESSION)
    await until(lambda: copied.recorder.open_ones() == set())


async def test_a_picture_that_no_file_is_made_of_is_not_in_force_and_everything_else_goes_on(copied: Copied) -> None:
    class OtherPicture(Publishing):
        def __init__(self, address: str | None = None) -> None:
            super().__init__(address)
            self.offer = self.offer.replace("VP8/90000", "H264/90000")

    alice = await copied.person("alice", OtherPicture)
    await copied.in_force(recorded(alice, TrackKind.AUDIO))
    await copied.comes(alice, TrackKind.AUDIO)
    assert await copied.engine.route(SESSION, recorded(alice)) == recorded(alice, TrackKind.AUDIO)
    await until(lambda: copied.recorder.asked == 3)
    copied.recorder.set_up(up=True)
    await copied.comes(alice, TrackKind.AUDIO)
    assert copied.recorder.asked == 3, "it is not asked for again and again"
