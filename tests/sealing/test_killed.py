"""A process that is killed while it writes, and a disk that is full."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deskside.domain.ids import FileId
from deskside.domain.sealed import CHUNK_BYTES
from deskside.ports.sealing import FileKey
from deskside.sealing.header import Shape
from deskside.sealing.reading import SealedReader
from deskside.sealing.writing import SealedWriter

KEY = FileKey(FileId("file-1"), bytes(range(32)))
WRITER = """
import os, random, sys
from pathlib import Path
from deskside.domain.ids import FileId
from deskside.ports.sealing import FileKey
from deskside.sealing.header import Shape
from deskside.sealing.writing import SealedWriter

shape, chance = Shape[sys.argv[1]], random.Random(int(sys.argv[3]))
for path in sys.stdin:
    writer = SealedWriter(Path(path.strip()), FileKey(FileId("file-1"), bytes(range(32))), shape, os.urandom)
    number = 0
    print("begun", flush=True)
    while number < 200_000:
        count = chance.randrange(1, 2_000)
        writer.write(b"".join((number + x).to_bytes(8, "big") for x in range(count)))
        number += count
        if shape is Shape.LOG:
            writer.flush()
            print(number * 8, flush=True)
        else:
            print(max(0, number * 8 - 1) // 65536 * 65536, flush=True)
"""


def said_before_a_kill(shape: Shape, path: Path, chance: random.Random) -> int:
    """Bytes that the writer said were written, when it was killed."""
    command = [sys.executable, "-c", WRITER, shape.name, "", str(chance.randrange(1 << 30))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(f"{path}\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "begun\n"
        time.sleep(chance.random() * 0.05)
        os.kill(writer.pid, signal.SIGKILL)
        said = [line for line in writer.stdout if line.endswith("\n")]
    return int(said[-1]) if said else 0


@pytest.mark.parametrize("shape", Shape)
def test_what_a_killed_writer_had_written_is_read_and_told_as_unfinished(shape: Shape, tmp_path: Path) -> None:
    chance = random.Random(3)
    for number in range(4):
        path = tmp_path / f"{number}"
        said = said_before_a_kill(shape, path, chance)
        with SealedReader(path, KEY) as reader:
            if shape is Shape.LOG:
                plain = b"".join(part for part, _ in reader.read_log())
            else:
                plain = b"".join(reader.read(0, reader.size))
                assert not reader.finished
                assert len(plain) % CHUNK_BYTES == 0
        assert len(plain) >= said
        whole = range(len(plain) // 8)
        assert plain == b"".join(x.to_bytes(8, "big") for x in whole) + plain[len(whole) * 8 :]


def write_all(writer: SealedWriter, plain: bytes) -> None:
    for at in range(0, len(plain), 10_000):
        writer.write(plain[at : at + 10_000])


@pytest.mark.parametrize("shape", Shape)
def test_a_full_disk_is_told_once_and_what_was_written_is_readable(shape: Shape, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    plain = random.Random(1).randbytes(500_000)
    writer = SealedWriter(tmp_path / "file", KEY, shape, os.urandom)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_all(writer, plain)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    with pytest.raises(OSError, match="takes nothing more"):
        writer.finish()
    writer.close()
    with SealedReader(tmp_path / "file", KEY) as reader:
        if shape is Shape.LOG:
            read = b"".join(part for part, _ in reader.read_log())
        else:
            read = b"".join(reader.read(0, reader.size))
            assert not reader.finished
    assert read == plain[: 3 * CHUNK_BYTES]
    assert (tmp_path / "file").stat().st_size < 200_000


def test_where_not_even_the_header_has_room_there_is_no_writer(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError):
            SealedWriter(tmp_path / "file", KEY, Shape.EVEN, os.urandom)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
