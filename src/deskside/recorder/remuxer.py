"""`Remuxer`: orders are told to a process of the lowest priority, which answers as each file is as far as it can be.

Everything on the disk is sealed; keys go over the process's standard input and are nowhere else.
"""

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path

from deskside.children.lowly import LowlyLost, answers
from deskside.ports.remuxing import Made, NotMade, Order, Source
from deskside.ports.sealing import FileKey
from deskside.recorder.beginning import command
from deskside.recorder.orders import MADE, ORDERS, WHOLE, ToldKey, ToldOrder, ToldSource

_PIECE = 1 << 20
_MODULE = "deskside.recorder.playable.remuxing"


class LocalRemuxer:
    """`segments`: the recorder's folder. `work`: where files are made, a folder each."""

    def __init__(self, segments: Path, work: Path) -> None:
        self._segments, self._work = segments.absolute(), work.absolute()

    async def make(self, orders: tuple[Order, ...]) -> AsyncGenerator[Made, None]:
        """Raises NotMade."""
        if not orders:
            return
        told = ORDERS.dump_json(tuple(self._told(order) for order in orders))
        try:
            async with aclosing(answers(command(_MODULE), told)) as lines:
                async for line in lines:
                    yield MADE.validate_json(line)
        except LowlyLost as lost:
            raise NotMade("Making the files was interrupted.") from lost

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        """A mebibyte at a time."""
        with await asyncio.to_thread((self._folder(name) / WHOLE).open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece

    async def drop(self, name: str) -> None:
        """Its folder."""
        await asyncio.to_thread(partial(shutil.rmtree, self._folder(name), ignore_errors=True))

    async def drop_segments(self, files: tuple[str, ...]) -> None:
        """Nothing happens to what is not there."""
        for file in files:
            await asyncio.to_thread(partial(self._segment(file).unlink, missing_ok=True))

    def _folder(self, name: str) -> Path:
        return self._work / Path(name).name

    def _segment(self, file: str) -> Path:
        return self._segments / Path(file).name

    def _told(self, order: Order) -> ToldOrder:
        return ToldOrder(
            name=order.name,
            folder=self._folder(order.name),
            pictures=tuple(self._source(x) for x in order.pictures),
            sounds=tuple(self._source(x) for x in order.sounds),
            sounding=order.sounding,
            parts=_key(order.parts),
            whole=_key(order.whole),
            now_us=order.now_us,
            ends_us=order.ends_us,
            cut=order.cut,
        )

    def _source(self, source: Source) -> ToldSource:
        path = self._segment(source.file)
        return ToldSource.model_construct(path=path, file_id=source.key.file_id, key=source.key.key)


def _key(key: FileKey) -> ToldKey:
    return ToldKey.model_construct(file_id=key.file_id, key=key.key)
