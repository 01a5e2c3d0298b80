"""Recordings over HTTP: read whole and by ranges, bit by bit as they are; never kept by a browser or a proxy."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.ids import Millis
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.http.ranges import Part, part_of
from deskside.wire.recordings import RecordingsView
from tests.fakes.vault import MemoryBlobs
from tests.http.browser import Browser
from tests.http.world import HERE, World, session_id, user_id

SIZE = 3_000_000
PLAIN = bytes(range(251)) * (SIZE // 251 + 1)
PLAIN = PLAIN[:SIZE]
ID, URL = "0123456789abcdef0123456789abcdef", "/api/recordings/0123456789abcdef0123456789abcdef"


@pytest.fixture
async def tutor(world: World) -> Browser:
    """Whose session has a recording of Alice."""

    async def plain() -> AsyncIterator[bytes]:
        yield PLAIN

    vault = world.services.vault
    key = await vault.begin(HERE)
    await vault.write(HERE, key, plain())
    alice, began = user_id(HERE, "alice"), Millis(1_760_000_000_000)
    file = RecordedFile(ID, HERE, session_id(HERE), FileKind.PERSON, alice, began, key.file_id)
    ready = replace(file, status=FileStatus.READY, duration_ms=Millis(60_000), bytes=SIZE)
    failed = replace(file, id="failed", status=FileStatus.FAILED, reason="No words.", file_id=None)
    async with world.storage.transaction() as unit:
        await unit.recordings.add((ready, failed))
    return await world.browser("tutor")


async def test_a_list_says_of_each_what_a_page_needs(tutor: Browser) -> None:
    told = RecordingsView.model_validate_json((await tutor.get(f"/api/sessions/{session_id(HERE)}/recordings")).body)
    ready, failed = told.recordings
    assert told.days == 90
    assert (ready.id, ready.status, ready.person, ready.bytes) == (ID, FileStatus.READY, "Alice", SIZE)
    assert ready.download_url == f"{URL}/download"
    assert (failed.status, failed.reason, failed.download_url) == (FileStatus.FAILED, "No words.", None)


async def test_a_download_is_the_file_and_nobody_else_keeps_it(tutor: Browser) -> None:
    answer = await tutor.get(f"{URL}/download")
    assert (answer.status, answer.body == PLAIN) == (200, True)
    assert answer.headers["content-type"] == "video/webm"
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert disposition.endswith("Alice%20-%20person.webm")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("0-0", 0, 1), ("65536-", 65536, SIZE), ("-5", SIZE - 5, SIZE), ("1000000-9999999", 10**6, SIZE)],
)
async def test_a_range_is_just_that(tutor: Browser, world: World, asked: str, start: int, end: int) -> None:
    blobs = world.services.outside.keeping.blobs
    assert isinstance(blobs, MemoryBlobs)
    before = blobs.fetched
    answer = await tutor.get(f"{URL}/download", {"range": f"bytes={asked}"})
    assert (answer.status, answer.body == PLAIN[start:end]) == (206, True)
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)
    assert blobs.fetched - before < end - start + 200_000, "no more is fetched than it takes"


async def test_head_tells_and_fetches_nothing(tutor: Browser, world: World) -> None:
    blobs = world.services.outside.keeping.blobs
    assert isinstance(blobs, MemoryBlobs)
    before = blobs.fetched
    answer = await tutor.send("HEAD", f"{URL}/download")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", str(SIZE))
    part = await tutor.send("HEAD", f"{URL}/download", headers={"range": "bytes=0-9"})
    assert (part.status, part.body, part.headers["content-length"]) == (206, b"", "10")
    assert blobs.fetched == before


async def test_a_part_of_another_content_is_not_given(tutor: Browser) -> None:
    tag = (await tutor.send("HEAD", f"{URL}/download")).headers["etag"]
    for condition, status in ((tag, 206), ('"another"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)):
        answer = await tutor.get(f"{URL}/download", {"range": "bytes=0-9", "if-range": condition})
        assert (condition, answer.status) == (condition, status)


async def test_what_lies_beyond_the_end_is_refused_with_what_there_is(tutor: Browser) -> None:
    answer = await tutor.get(f"{URL}/download", {"range": f"bytes={SIZE}-"})
    assert (answer.status, answer.headers["content-range"], answer.code) == (416, f"bytes */{SIZE}", "invalid")


async def test_a_damaged_recording_gives_nothing_away_and_a_storage_that_is_away_says_so(
    tutor: Browser, world: World
) -> None:
    blobs = world.services.outside.keeping.blobs
    assert isinstance(blobs, MemoryBlobs)
    ((name, sealed),) = blobs.kept.items()
    blobs.away = True
    assert ((away := await tutor.get(f"{URL}/download")).status, away.code) == (503, "kept_unavailable")
    blobs.away = False
    blobs.kept[name] = sealed[:1000] + bytes([sealed[1000] ^ 1]) + sealed[1001:]
    damaged = await tutor.get(f"{URL}/download", {"range": "bytes=0-9"})
    assert (damaged.status, damaged.code) == (503, "kept_unavailable")


async def test_holding_and_deleting(tutor: Browser) -> None:
    assert (await tutor.send("PUT", f"{URL}/hold", body={"held": True})).status == 204
    assert (await tutor.delete(URL)).status == 409
    assert (await tutor.send("PUT", f"{URL}/hold", body={"held": False})).status == 204
    assert (await tutor.post(f"{URL}/retry")).status == 409
    assert (await tutor.delete(URL)).status == 204
    for answer in (await tutor.delete(URL), await tutor.get(f"{URL}/download")):
        assert (answer.status, answer.code) == (404, "not_found")


@given(st.integers(1, 10**6), st.text("bytes=-, 0123456789", max_size=20) | st.none())
def test_whatever_is_asked_a_part_lies_within_the_file(size: int, asked: str | None) -> None:
    part = part_of(size, asked, None, '"tag"')
    assert part is None or 0 <= part.start < part.end <= size


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_means_its_first_and_last_byte(size: int, first: int, last: int) -> None:
    asked = f"bytes={first}-{last}"
    if last < first:
        assert part_of(size, asked, None, "") == Part(0, size, whole=True)
    elif first >= size:
        assert part_of(size, asked, None, "") is None
    else:
        assert part_of(size, asked, None, "") == Part(first, min(size, last + 1), whole=False)
    assert part_of(size, "bytes=-0", None, "") is None


async def test_a_film_is_asked_for_once_and_how_far_it_is_is_in_the_list(tutor: Browser) -> None:
    address = f"/api/sessions/{session_id(HERE)}/recordings"
    first, again = [await tutor.post(f"{address}/composite") for _ in range(2)]
    assert (first.status, first.json["status"]) == (202, "PROCESSING")
    assert again.json == first.json
    lines = (await tutor.get(address)).json["recordings"]
    assert isinstance(lines, list)
    (film,) = (line for line in lines if isinstance(line, dict) and line["kind"] == "composite")
    assert (film["id"], film["percent"], film["download_url"]) == (first.json["id"], 0, None)
    assert film["media_type"] == "video/mp4"
