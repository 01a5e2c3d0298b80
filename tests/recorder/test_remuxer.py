"""Sealed segments become sealed files in a process beside, minutes on the way and files at the end, and
nothing on the disk that can be read without its key."""

from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from deskside.domain.ids import FileId
from deskside.ports.remuxing import Made, NotMade, Order, Source, Spans
from deskside.ports.sealing import FileKey, Tampered
from deskside.recorder.orders import ORDERS
from deskside.recorder.playable.remuxing import done
from deskside.recorder.playable.sealed_parts import SealedParts
from deskside.recorder.records import TrackKind
from deskside.recorder.remuxer import LocalRemuxer
from deskside.sealing.header import Shape
from deskside.sealing.reading import SealedReader
from deskside.sealing.writing import SealedWriter
from tests.recorder.segments import recorded, track
from tests.recorder.senders import SECOND_US, Line, Span, microphone, received
from tests.recorder.watching import watched

ENDS_US = 65 * SECOND_US


def key(name: str) -> FileKey:
    return FileKey(FileId(name), name.encode().ljust(32, b"!"))


def voice(ends_us: int = ENDS_US) -> bytes:
    came = received(microphone([Span(0, ends_us)]), Line(), Random(1))
    return b"".join(recorded(track(TrackKind.MICROPHONE), came).chunks(0))


class Shop:
    """A recorder's folder with one segment in it, and files that are made beside."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.segments, self.work = folder / "segments", folder / "making"
        self.segments.mkdir()
        with SealedWriter(self.segments / "a.rtp", key("a"), Shape.LOG, lambda count: bytes(count)) as writer:
            for at in range(0, len(content), 50_000):
                writer.write(content[at : at + 50_000])
                writer.flush()
        self.remuxer = LocalRemuxer(self.segments, self.work)
        self.order = Order(
            "one", (), (Source("a.rtp", key("a")),), True, key("parts"), key("whole"), ENDS_US + 20 * SECOND_US, None
        )

    async def make(self, *orders: Order) -> list[Made]:
        async with aclosing(self.remuxer.make(orders)) as made:
            return [each async for each in made]

    def plain(self) -> bytes:
        """What the whole file holds."""
        with SealedReader(self.work / "one" / "whole", key("whole")) as reader:
            assert reader.finished
            return b"".join(reader.read(0, reader.size))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path, voice())


async def test_minutes_are_made_on_the_way_and_the_file_at_the_end(shop: Shop) -> None:
    assert await shop.make(shop.order) == [Made("one")]
    assert [x.name for x in (shop.work / "one").iterdir()] == ["00000.part"]
    (made,) = await shop.make(replace(shop.order, ends_us=ENDS_US))
    plain = shop.plain()
    assert (made.name, made.bytes, made.why) == ("one", len(plain), "")
    assert made.duration_ms == pytest.approx(65_000, abs=30)
    assert len(watched(plain).beeps) == 65
    sealed = b"".join([piece async for piece in shop.remuxer.sealed("one")])
    assert sealed == (shop.work / "one" / "whole").read_bytes()
    everything = b"".join(x.read_bytes() for x in shop.work.rglob("*") if x.is_file())
    assert b"Deskside" not in everything
    assert b"DSPART" not in everything


async def test_made_again_it_holds_the_same(shop: Shop) -> None:
    order = replace(shop.order, ends_us=ENDS_US)
    first = await shop.make(order)
    content, sealed = shop.plain(), (shop.work / "one" / "whole").read_bytes()
    (shop.work / "one" / "00000.part").unlink()
    (shop.work / "one" / "whole").write_bytes(b"of one that was killed")
    assert await shop.make(order) == first
    assert shop.plain() == content
    assert (shop.work / "one" / "whole").read_bytes() != sealed, "no two writings have anything in common"


async def test_of_what_is_cut_out_nothing_is_in_the_file(shop: Shop) -> None:
    cut = Spans(pictures=(), sounds=((10 * SECOND_US - SECOND_US // 2, 20 * SECOND_US - SECOND_US // 2),))
    await shop.make(replace(shop.order, ends_us=ENDS_US, cut=cut))
    assert [round(x / 1_000) for x in watched(shop.plain()).beeps] == list(range(10, 20))


async def test_what_cannot_be_understood_is_told_and_the_others_are_made(tmp_path: Path) -> None:
    shop = Shop(tmp_path, b"nothing of the kind")
    missing = Order("two", (), (), True, key("p2"), key("w2"), ENDS_US, ENDS_US)
    said = await shop.make(replace(shop.order, ends_us=ENDS_US), missing)
    assert [(x.name, x.why) for x in said] == [("one", "the segment does not say what it holds"), ("two", "")]


async def test_a_process_that_dies_is_told(shop: Shop) -> None:
    shop.work.mkdir()
    (shop.work / "one").write_bytes(b"no folder")
    with pytest.raises(NotMade):
        await shop.make(shop.order)
    assert await shop.make() == []


async def test_a_segment_of_another_key_is_refused(shop: Shop) -> None:
    with pytest.raises(NotMade):
        await shop.make(replace(shop.order, sounds=(Source("a.rtp", replace(key("a"), key=bytes(32))),)))


async def test_dropping_leaves_nothing_and_can_be_done_again(shop: Shop) -> None:
    await shop.make(shop.order)
    for _ in range(2):
        await shop.remuxer.drop("one")
        await shop.remuxer.drop_segments(("a.rtp", "unknown"))
    assert not any(x.is_file() for x in (*shop.segments.rglob("*"), *shop.work.rglob("*")))


async def test_no_name_leads_out_of_the_folders(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"stays")
    await shop.remuxer.drop_segments(("../outside",))
    await shop.remuxer.drop("../outside")
    assert (tmp_path / "outside").read_bytes() == b"stays"


def test_a_part_cannot_stand_for_another(tmp_path: Path) -> None:
    parts = SealedParts(tmp_path, key("parts"))
    parts.put(0, b"zero")
    parts.put(0, b"zero again")
    parts.put(1, b"one")
    assert [parts.open(x).read() for x in (0, 1)] == [b"zero again", b"one"]
    with pytest.raises(FileNotFoundError):
        parts.open(2)
    (tmp_path / "00001.part").replace(tmp_path / "00000.part")
    with pytest.raises(Tampered):
        parts.open(0)


def test_the_work_itself_is_the_same_without_a_process(shop: Shop) -> None:
    told = shop.remuxer._told(replace(shop.order, ends_us=ENDS_US))
    (read,) = ORDERS.validate_json(ORDERS.dump_json((told,)))
    assert done(read).bytes == len(shop.plain())
