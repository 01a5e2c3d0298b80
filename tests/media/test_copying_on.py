"""Copies for a recorder that hangs, dies, has no room; and over the deaths of engine and server."""

import os
import signal
import time

import pytest

from deskside.domain.modes import StopReason
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import EdgesChanged, RecorderStopped, RecorderUnavailable
from tests.media.copied import Copied, nothing_is_sent_to, recorded
from tests.media.installed import janus_settings, pid_of
from tests.media.lesson import SESSION
from tests.media.people import edges, until

pytestmark = pytest.mark.engine


async def test_media_waits_for_no_recorder(copied: Copied) -> None:
    copied.recorder.answers.clear()
    tutor, alice = await copied.person("tutor"), await copied.person("alice")
    await alice.subscribe(tutor)
    began = time.monotonic()
    table = edges(tutor, alice)
    assert await copied.engine.route(SESSION, table | recorded(tutor)) == table
    assert await copied.engine.route(SESSION, recorded(tutor)) == frozenset()
    print(f"two tables took {time.monotonic() - began:.3f} s while the recorder hung")
    copied.recorder.answers.set()
    await copied.in_force(recorded(tutor))


async def test_whatever_the_recorder_runs_into_it_is_tried_again(copied: Copied) -> None:
    copied.recorder.faults = [ValueError("a bug"), RecorderUnavailable("not yet")]
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))


async def test_what_is_in_force_follows_the_recorder_and_is_told(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))
    told = copied.events.seen.count(EdgesChanged(SESSION))
    assert told >= 1

    copied.recorder.set_up(up=False)
    await until(lambda: copied.events.seen.count(EdgesChanged(SESSION)) > told)
    assert await copied.engine.route(SESSION, recorded(alice)) == frozenset()
    copied.recorder.set_up(up=True)
    assert await copied.engine.route(SESSION, recorded(alice)) == recorded(alice)
    assert len(copied.recorder.tapes) == 3, "forwarders go on at the same ports"


async def test_a_full_disk_is_told_nothing_is_sent_any_more_and_it_begins_again_once_there_is_room(
    copied: Copied,
) -> None:
    tutor, alice = await copied.person("tutor"), await copied.person("alice")
    await alice.subscribe(tutor)
    await copied.in_force(edges(tutor, alice) | recorded(tutor))
    stopped = RecorderStopped(StopReason.FULL, frozenset({SESSION}))
    ports = [x.port for x in copied.recorder.tapes.values()]

    copied.recorder.full = True
    copied.recorder.stop_by_itself(StopReason.FULL)
    await copied.events.wait_for(stopped)

    assert await copied.engine.route(SESSION, edges(tutor, alice) | recorded(tutor)) == edges(tutor, alice)
    await alice.receives(tutor, TrackKind.AUDIO)
    await nothing_is_sent_to(ports)
    assert copied.events.seen.count(stopped) == 1
    copied.recorder.full = False
    await copied.in_force(edges(tutor, alice) | recorded(tutor))


async def test_a_disk_that_is_full_from_the_beginning_is_told_once(copied: Copied) -> None:
    copied.recorder.full = True
    alice = await copied.person("alice")
    assert await copied.engine.route(SESSION, recorded(alice)) == frozenset()
    stopped = RecorderStopped(StopReason.FULL, frozenset({SESSION}))
    await copied.events.wait_for(stopped)
    asked = copied.recorder.asked
    await until(lambda: copied.recorder.asked > asked + 2)
    assert copied.events.seen.count(stopped) == 1


async def test_the_next_server_goes_on_with_the_copies_that_it_wants_and_stops_the_others(copied: Copied) -> None:
    tutor, alice = await copied.person("tutor"), await copied.person("alice")
    await copied.in_force(recorded(tutor) | recorded(alice))
    lost = copied.tape(alice, TrackKind.SCREEN)
    await copied.engine.stop(keep=True)
    copied.events.close()
    for kind in TrackKind:
        await copied.comes(tutor, kind)
    await copied.recorder.close(lost.track.ssrc)  # the recorder died meanwhile, and has lost this one

    await copied.open()

    table = recorded(tutor) | recorded(alice, TrackKind.AUDIO, TrackKind.SCREEN)
    await copied.in_force(table)
    for route in table:
        tapes = copied.recorder.of(route.source, route.kind)
        assert len(tapes) == (2 if route.kind is TrackKind.SCREEN and route.source == alice.id else 1)
    await until(lambda: (alice.id, TrackKind.VIDEO) not in copied.recorder.open_ones())
    await nothing_is_sent_to([lost.port])


async def test_a_copy_that_nobody_knows_of_ends_with_the_claim(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice, TrackKind.AUDIO))
    tape = copied.tape(alice, TrackKind.AUDIO)
    await copied.engine.stop(keep=True)
    copied.events.close()
    state = (copied.run_dir / "janus.json").read_text()
    (copied.run_dir / "janus.json").write_text(state.replace(f'"ssrc":{tape.track.ssrc}', '"ssrc":1'))

    await copied.open()

    assert tape.closed
    await nothing_is_sent_to([tape.port])


async def test_of_an_engine_that_died_nothing_is_left_open(copied: Copied) -> None:
    alice = await copied.person("alice")
    await copied.in_force(recorded(alice))
    os.kill(pid_of(janus_settings(copied.run_dir)), signal.SIGKILL)
    await until(lambda: copied.recorder.open_ones() == set())
