"""WebM: clusters muxed by PyAV (the only importer of it here), and the head of a file that they are put behind."""

import functools
import io
import struct
from collections.abc import Iterable, Iterator
from fractions import Fraction
from heapq import merge
from itertools import repeat
from typing import NamedTuple

import av

from deskside.recorder import opus
from deskside.recorder.playable import ebml
from deskside.recorder.playable.lanes import Block

PICTURE, SOUND = 1, 2
"""Numbers of the tracks in every file, whether it has both or one."""
CUE_EVERY_MS = 1_000
_MILLISECONDS = Fraction(1, 1_000)
_SCALE_NS = 1_000_000
_EXACT = {"fflags": "+bitexact"}
"""Nothing random: the same blocks are the same bytes."""
_NAME = b"Deskside"
_POSITION = 8


class Cue(NamedTuple):
    """Where one can begin to play. `at`: first byte of the cluster, in the clusters or in the file."""

    ms: int
    track: int
    at: int


def clusters(picture: Iterable[Block], sound: Iterable[Block]) -> tuple[bytes, list[Cue]]:
    """Clusters of these blocks, each series in order of time, with absolute instants; they may stand anywhere behind
    others of the same tracks."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options=_EXACT) as container:
        streams = {PICTURE: container.add_mux_stream("vp8", width=16, height=16)}
        streams[SOUND] = container.add_mux_stream("opus", rate=opus.CLOCK)
        container.start_encoding()
        for block, track in merge(
            zip(picture, repeat(PICTURE)), zip(sound, repeat(SOUND)), key=lambda each: each[0].at_ms
        ):
            packet = av.Packet(block.data)
            packet.stream, packet.time_base = streams[track], _MILLISECONDS
            packet.pts = packet.dts = block.at_ms
            packet.is_keyframe = track == SOUND or block.size is not None
            packet.duration = opus.samples(block.data) // 48 if track == SOUND else 0
            container.mux_one(packet)
    return _without_head(file.getvalue())


def _without_head(content: bytes) -> tuple[bytes, list[Cue]]:
    segment = next(each for each in ebml.elements(content) if each.id == ebml.SEGMENT)
    taken, cues, length = [], [], 0
    for each in ebml.elements(content, segment.data, segment.end):
        if each.id == ebml.CLUSTER:
            cues += [Cue(ms, track, length) for ms, track in _playable_from(content, each)]
            taken.append(content[each.start : each.end])
            length += each.end - each.start
    return b"".join(taken), cues


def _playable_from(content: bytes, cluster: ebml.Element) -> Iterator[tuple[int, int]]:
    """The first keyframe of each track in a cluster: its instant and track."""
    began, seen = 0, set()
    for each in ebml.elements(content, cluster.data, cluster.end):
        if each.id == ebml.CLUSTER_TIMESTAMP:
            began = ebml.number(content, each)
        elif each.id == ebml.SIMPLE_BLOCK:
            track, relative, flags = struct.unpack_from(">BhB", content, each.data)
            if flags & ebml.KEY and track & 0x7F not in seen:
                seen.add(track & 0x7F)
                yield began + relative, track & 0x7F


@functools.cache
def _template() -> bytes:
    """A file with one packet of Opus, for what players need to know of it and PyAV cannot be told otherwise."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options=_EXACT) as container:
        stream = container.add_stream("libopus", rate=opus.CLOCK, layout="stereo")
        frame = av.AudioFrame(format="s16", layout="stereo", samples=opus.SILENCE_SAMPLES)
        frame.sample_rate, frame.pts = opus.CLOCK, 0
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


def _tracks(size: tuple[int, int] | None, *, sounds: bool) -> bytes:
    """The element that describes the tracks: a picture of this size at most, sound, or both."""
    file = io.BytesIO()
    width, height = size or (16, 16)
    with av.open(io.BytesIO(_template())) as template, av.open(file, "w", format="webm", options=_EXACT) as container:
        container.add_mux_stream("vp8", width=width, height=height)
        container.add_stream_from_template(template.streams.audio[0])
        container.start_encoding()
    content, wanted = file.getvalue(), ([] if size is None else [PICTURE]) + ([SOUND] if sounds else [])
    segment = next(each for each in ebml.elements(content) if each.id == ebml.SEGMENT)
    tracks = next(each for each in ebml.elements(content, segment.data, segment.end) if each.id == ebml.TRACKS)
    entries = [
        content[entry.start : entry.end]
        for entry in ebml.elements(content, tracks.data, tracks.end)
        if any(
            each.id == ebml.TRACK_NUMBER and ebml.number(content, each) in wanted
            for each in ebml.elements(content, entry.data, entry.end)
        )
    ]
    return ebml.element(ebml.TRACKS, b"".join(entries))


def head(duration_ms: int, size: tuple[int, int] | None, cues: list[Cue], length: int, *, sounds: bool) -> bytes:
    """What stands before `length` bytes of clusters. Cues count from the first of these; only those of a picture are
    used if there is one."""
    tracks = _tracks(size, sounds=sounds)
    info = ebml.element(
        ebml.INFO,
        ebml.unsigned(ebml.TIMESTAMP_SCALE, _SCALE_NS)
        + ebml.element(ebml.MUXING_APP, _NAME)
        + ebml.element(ebml.WRITING_APP, _NAME)
        + ebml.element(ebml.DURATION, struct.pack(">d", duration_ms)),
    )
    used = _thinned([cue for cue in cues if cue.track == (SOUND if size is None else PICTURE)])
    places = _places(0, 0, 0)
    first_cluster = len(places) + len(info) + len(tracks) + len(_cues(used, 0))
    places = _places(len(places), len(places) + len(info), len(places) + len(info) + len(tracks))
    inner = places + info + tracks + _cues(used, first_cluster)
    begins = next(ebml.elements(_template()))
    return _template()[begins.start : begins.end] + ebml.head_of(ebml.SEGMENT, len(inner) + length) + inner


def _thinned(cues: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.ms - kept[-1].ms >= CUE_EVERY_MS:
            kept.append(cue)
    return kept


def _places(info: int, tracks: int, cues: int) -> bytes:
    """Where the parts of the head are, counted from the segment's content."""
    seeks = (
        ebml.element(
            ebml.SEEK,
            ebml.element(ebml.SEEK_ID, id_.to_bytes(4)) + ebml.unsigned(ebml.SEEK_POSITION, position, _POSITION),
        )
        for id_, position in ((ebml.INFO, info), (ebml.TRACKS, tracks), (ebml.CUES, cues))
    )
    return ebml.element(ebml.SEEK_HEAD, b"".join(seeks))


def _cues(cues: list[Cue], first_cluster: int) -> bytes:
    points = (
        ebml.element(
            ebml.CUE_POINT,
            ebml.unsigned(ebml.CUE_TIME, cue.ms, _POSITION)
            + ebml.element(
                ebml.CUE_TRACK_POSITIONS,
                ebml.unsigned(ebml.CUE_TRACK, cue.track)
                + ebml.unsigned(ebml.CUE_CLUSTER_POSITION, first_cluster + cue.at, _POSITION),
            ),
        )
        for cue in cues
    )
    return ebml.element(ebml.CUES, b"".join(points))
