"""The work of making sealed files of sealed segments, in a process of its own and of the lowest priority."""

from deskside.children.lowly import begin
from deskside.ports.remuxing import Made
from deskside.recorder.orders import MADE, ORDERS, WHOLE, ToldOrder
from deskside.recorder.playable.cutting import Cut, Span
from deskside.recorder.playable.parts import Joined, Material, advance, join
from deskside.recorder.playable.samples import Unplayable
from deskside.recorder.playable.sealed_parts import SealedFile, SealedParts
from deskside.recorder.sealed import SealedSegment


def done(told: ToldOrder) -> Made:
    """Do what can be done by now; again, what is in the file is the same. Raises OSError where there is no room."""
    told.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = SealedParts(told.folder, told.parts.opened)
    try:
        count = advance(_material(told), parts, now_us=told.now_us, ends_us=told.ends_us)
    except Unplayable as wrong:
        return Made(told.name, why=str(wrong))
    if told.ends_us is None:
        return Made(told.name)
    sink = SealedFile(told.folder / WHOLE, told.whole.opened)
    return _made(told.name, join(parts, count, sink, sounding=told.sounding, ends_us=told.ends_us))


def _material(told: ToldOrder) -> Material:
    pictures, sounds = ([SealedSegment(x.path, x.opened) for x in each] for each in (told.pictures, told.sounds))
    if told.cut is None:
        return Material(pictures, sounds, told.sounding)
    spans = (tuple(Span(*x) for x in each) for each in (told.cut.pictures, told.cut.sounds))
    return Material(pictures, sounds, told.sounding, Cut(*spans))


def _made(name: str, joined: Joined) -> Made:
    width, height = joined.size or (0, 0)
    return Made(name, joined.length, joined.duration_ms, width, height)


def main() -> int:
    """Do what standard input says. Returns 0."""
    for told in ORDERS.validate_json(begin()):
        print(MADE.dump_json(done(told)).decode(), flush=True)
    return 0
