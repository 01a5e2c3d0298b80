"""`Filmer`: a film is made of sealed files in a folder of its own, by a process that gives way to everything else."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path

from deskside.children.lowly import LowlyLost, answers
from deskside.domain.ids import FileId
from deskside.ports.filming import Filmed, FilmOrder, NotFilmed
from deskside.ports.sealing import FileKey
from deskside.recorder.beginning import command
from deskside.recorder.film_orders import FileShape, FilmJob, PersonShape, Progress
from deskside.recorder.messages import KeyShape

FILM = "film"
_PIECE = 1 << 20
_MODULE = "deskside.recorder.filming.process"


class LocalFilmer:
    """`work`: where films are made, a folder each."""

    def __init__(self, work: Path) -> None:
        self._work = work.absolute()

    async def keep(self, name: str, file_id: FileId, sealed: AsyncIterator[bytes]) -> None:
        """In the place of what a former attempt put there."""
        folder = self._folder(name)
        await asyncio.to_thread(partial(folder.mkdir, parents=True, exist_ok=True, mode=0o700))
        with await asyncio.to_thread(self._source(folder, file_id).open, "wb") as file:
            async for piece in sealed:
                await asyncio.to_thread(file.write, piece)

    async def make(self, order: FilmOrder) -> AsyncGenerator[Filmed, None]:
        """Raises NotFilmed."""
        told = self._told(order).model_dump_json().encode()
        try:
            async with aclosing(answers(command(_MODULE), told)) as lines:
                async for line in lines:
                    made = Progress.model_validate_json(line)
                    yield Filmed(made.percent, made.length or 0, made.width, made.height, made.why)
        except LowlyLost as lost:
            raise NotFilmed("Making the film was interrupted.") from lost

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        """A mebibyte at a time."""
        with await asyncio.to_thread((self._folder(name) / FILM).open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece

    async def drop(self, name: str) -> None:
        """Its folder."""
        await asyncio.to_thread(partial(shutil.rmtree, self._folder(name), ignore_errors=True))

    def _folder(self, name: str) -> Path:
        return self._work / Path(name).name

    def _source(self, folder: Path, file_id: FileId) -> Path:
        return folder / f"of-{Path(file_id).name}"

    def _told(self, order: FilmOrder) -> FilmJob:
        folder = self._folder(order.name)

        def told(key: FileKey | None) -> FileShape | None:
            return None if key is None else FileShape(path=self._source(folder, key.file_id), key=_key(key))

        people = (PersonShape(name=x.name, file=told(x.file), screen=told(x.screen)) for x in order.people)
        film = FileShape(path=folder / FILM, key=_key(order.whole))
        return FilmJob(people=tuple(people), duration_ms=order.duration_ms, folder=folder, film=film)


def _key(key: FileKey) -> KeyShape:
    return KeyShape(file_id=key.file_id, key=key.key.hex())
