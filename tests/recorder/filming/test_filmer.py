"""Of sealed files as they lie in the storage comes a sealed film, by a process of its own."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskside.domain.ids import FileId
from deskside.ports.filming import Filmed, FilmOrder, FilmPerson, NotFilmed
from deskside.ports.sealing import FileKey
from deskside.recorder.filmer import LocalFilmer
from deskside.recorder.filming.sealed_files import SealedOutput, opened
from deskside.recorder.playable.parts import Material
from tests.recorder.filming.test_process import children
from tests.recorder.making import made
from tests.recorder.watching import watched

ALICE, WHOLE = FileKey(FileId("alice"), b"a" * 32), FileKey(FileId("whole"), b"w" * 32)
ORDER = FilmOrder("one", (FilmPerson("Alice", ALICE, None), FilmPerson("Bob", None, None)), 3_000, WHOLE)


async def _stored(folder: Path) -> AsyncIterator[bytes]:
    content, _ = made(Material([], [], sounding=True), 3_000_000)
    sink = SealedOutput(folder / "stored", ALICE)
    sink.append(content)
    sink.close()
    whole = (folder / "stored").read_bytes()
    yield whole[:1_000]
    yield whole[1_000:]


async def test_a_film_is_made_of_what_was_put_there_and_nothing_is_left(tmp_path: Path) -> None:
    filmer = LocalFilmer(tmp_path / "making")
    for _ in range(2):
        await filmer.keep("one", ALICE.file_id, _stored(tmp_path))
        (tmp_path / "stored").unlink()
    told = [each async for each in filmer.make(ORDER)]
    whole = b"".join([piece async for piece in filmer.sealed("one")])
    (tmp_path / "film").write_bytes(whole)
    with opened(tmp_path / "film", WHOLE, []) as file:
        content = file.read()
    assert told[-1] == Filmed(100, len(content), 1_280, 720)
    assert watched(content).sound_ms == pytest.approx(3_000, abs=50)
    await filmer.drop("one")
    await filmer.drop("one")
    assert list((tmp_path / "making").iterdir()) == []


async def test_what_was_not_put_there_is_told_and_a_process_that_is_killed_as_well(tmp_path: Path) -> None:
    filmer = LocalFilmer(tmp_path)
    (tmp_path / "one").mkdir()
    told = [each async for each in filmer.make(ORDER)]
    assert told[-1].why
    assert not told[-1].bytes
    await filmer.keep("one", ALICE.file_id, _stored(tmp_path))
    making = filmer.make(ORDER)
    await anext(making)
    os.kill(children()[0], signal.SIGKILL)
    with pytest.raises(NotFilmed):
        _ = [each async for each in making]
