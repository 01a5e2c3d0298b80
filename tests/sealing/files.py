"""Sealed files to read and to damage."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from deskside.domain.ids import FileId
from deskside.domain.sealed import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES
from deskside.ports.sealing import FileKey
from deskside.sealing.header import Shape
from deskside.sealing.writing import SealedWriter

SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


def entropy_of(chance: random.Random) -> Callable[[int], bytes]:
    return chance.randbytes


def some_key(chance: random.Random, name: str = "file-1") -> FileKey:
    return FileKey(FileId(name), chance.randbytes(32))


def written(path: Path, key: FileKey, shape: Shape, plain: bytes, chance: random.Random) -> bytes:
    """A finished file, written by and by; its sealed bytes."""
    with SealedWriter(path, key, shape, chance.randbytes) as writer:
        at = 0
        while at < len(plain):
            size = chance.choice((1, 1_000, 20_000, 70_000, 200_000))
            writer.write(plain[at : at + size])
            at += size
            if shape is Shape.LOG and chance.random() < 0.3:
                writer.flush()
        writer.finish()
    return path.read_bytes()


def damages(sealed: bytes, foreign: bytes, chance: random.Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Ways to change an even file of several chunks: what was done, and what it is then. `foreign`: another file."""
    chunks = (len(sealed) - HEADER_BYTES) // SEALED_CHUNK
    for number in range(count):
        match number % 5:
            case 0:
                bit = chance.randrange(len(sealed) * 8)
                changed = bytearray(sealed)
                changed[bit // 8] ^= 1 << bit % 8
                yield f"bit {bit} flipped", bytes(changed)
            case 1:
                one, other = chance.sample(range(chunks), 2)
                yield f"chunks {one} and {other} swapped", _with(_with(sealed, one, sealed, other), other, sealed, one)
            case 2:
                at = chance.choice(
                    (chance.randrange(len(sealed)), HEADER_BYTES + chance.randrange(chunks) * SEALED_CHUNK)
                )
                yield f"cut off at {at}", sealed[:at]
            case 3:
                at = chance.randrange(chunks)
                yield f"chunk {at} of another file", _with(sealed, at, foreign, at)
            case _:
                at = HEADER_BYTES + chance.randrange(chunks) * SEALED_CHUNK
                yield f"the chunk at {at} left out", sealed[:at] + sealed[at + SEALED_CHUNK :]


def _with(sealed: bytes, at: int, source: bytes, other: int) -> bytes:
    start, taken = HEADER_BYTES + at * SEALED_CHUNK, HEADER_BYTES + other * SEALED_CHUNK
    return sealed[:start] + source[taken : taken + SEALED_CHUNK] + sealed[start + SEALED_CHUNK :]
