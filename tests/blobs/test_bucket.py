"""A bucket that is not as it should be: each in words, and in time."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from deskside.blobs.bucket import Bucket, BucketSettings
from deskside.blobs.stored import Limits, StoredBlobs
from deskside.ports.blobs import BlobMissing, Blobs, BlobsUnavailable
from tests.s3 import Gateway

SHORT = Limits(ask=1.0, send=1.0)


async def given(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def refusals(blobs: Blobs) -> list[str]:
    """What is said to every act."""
    said = []
    for act in (
        blobs.put("sealed/one", given(b"x" * 1_000)),
        blobs.get("sealed/one", 0, 1),
        blobs.size("sealed/one"),
        blobs.delete("sealed/one"),
    ):
        with pytest.raises(BlobsUnavailable) as refused:
            await act
        said.append(str(refused.value).partition("cannot be used: ")[2])
    return said


@pytest.mark.s3
async def test_a_wrong_secret_is_refused_in_words(s3: Gateway) -> None:
    wrong = StoredBlobs(Bucket(replace(s3.settings, secret_key="another")))
    for words in await refusals(wrong):
        assert words.startswith("it refuses our key")


@pytest.mark.s3
async def test_a_bucket_that_is_not_there_is_named_and_is_no_missing_blob(s3: Gateway) -> None:
    wrong = StoredBlobs(Bucket(replace(s3.settings, bucket="another")))
    assert await refusals(wrong) == ["there is no such bucket"] * 4
    assert wrong.where == f"the bucket another at http://127.0.0.1:{s3.port}"


@pytest.mark.s3
async def test_a_server_that_goes_away_is_told_and_what_it_kept_is_there_when_it_is_back(s3: Gateway) -> None:
    blobs = StoredBlobs(Bucket(s3.settings))
    await blobs.put("sealed/before", given(b"before"))
    s3.stop()
    try:
        assert set(await refusals(blobs)) == {"it cannot be reached"}
    finally:
        s3.start()
    assert await blobs.get("sealed/before", 0, 100) == b"before"
    with pytest.raises(BlobMissing):
        await blobs.size("sealed/one")


@pytest.mark.s3
async def test_of_a_writing_that_fails_no_part_is_left_in_the_bucket(s3: Gateway) -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield bytes(20_000_000)
        raise EOFError

    with pytest.raises(EOFError):
        await StoredBlobs(Bucket(s3.settings)).put("sealed/fails", failing())
    left = [x for x in (s3.folder / "data").rglob("*") if x.is_file() and x.stat().st_size > 1_000_000]
    assert left == []


@pytest.fixture
def silent() -> Iterator[int]:
    """A port on which somebody takes connections and never says a word."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            try:
                while True:
                    taken.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    for connection in taken:
        connection.close()


async def test_a_server_that_is_silent_is_waited_for_no_longer_than_said_and_nobody_else_waits(silent: int) -> None:
    settings = BucketSettings("recordings", f"http://127.0.0.1:{silent}", "us-east-1", "key", "secret")
    blobs = StoredBlobs(Bucket(settings), Limits(ask=0.3, send=0.3))
    late = 0.0

    async def beat() -> None:
        nonlocal late
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            late = max(late, time.perf_counter() - before - 0.01)

    beating = asyncio.create_task(beat())
    began = time.perf_counter()
    assert await refusals(blobs) == ["it did not answer in time"] * 4
    beating.cancel()
    assert time.perf_counter() - began < 4.0
    assert late < 0.2, "the loop went on"


def test_nothing_secret_is_shown() -> None:
    assert "hidden" not in repr(BucketSettings("recordings", access_key="key", secret_key="hidden"))
