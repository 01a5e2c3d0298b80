"""Transcripts over HTTP: read, taken along, put right, searched."""

import json
from typing import Any

import pytest

from deskside.domain.ids import Millis
from deskside.domain.recording.transcript_files import packed
from deskside.ports.transcripts import TranscriptRow
from deskside.services.attendance import actor_of
from tests.http.browser import Browser
from tests.http.world import HERE, World, session_id, user_id
from tests.services.recording.spoken import said
from tests.services.safe import given

SESSION = session_id(HERE)
PATH = f"/api/sessions/{SESSION}/transcript"
AT = Millis(1_760_000_000_000)


@pytest.fixture
async def told(world: World) -> World:
    """The session is over, and Alice and the tutor spoke in it."""
    tutor, services = actor_of(await world.user(HERE, "tutor")), world.services
    await services.sessions.start(tutor, SESSION)
    await services.sessions.end(tutor, SESSION)
    spoken = {"alice": ("one <half>", "two thirds"), "tutor": ("what is half of it",)}
    for number, (name, texts) in enumerate(spoken.items()):
        person = user_id(HERE, name)
        key = await services.vault.begin(HERE)
        await services.vault.write(HERE, key, given(packed(said(person, *texts, at=500 * number))))
        row = TranscriptRow(f"r{number}", 1, HERE, SESSION, person, key.file_id, Millis(AT + number), AT)
        async with world.storage.transaction() as unit:
            await unit.transcripts.add(row)
    return world


async def read(browser: Browser, path: str) -> Any:
    """What is answered, as JSON."""
    return json.loads((await browser.get(path)).body)


async def test_what_was_said_is_read_and_put_right(told: World) -> None:
    tutor = await told.browser("tutor")
    alice = (await read(tutor, PATH))["said"][0]
    assert (alice["name"], alice["version"], alice["corrected"]) == ("Alice", 1, False)
    assert alice["lines"][1] == {"start_ms": 1_000, "end_ms": 1_020, "text": "two thirds", "confidence": 0.5}
    body = {"based_on": 1, "lines": [{"line": 1, "text": "three thirds"}]}
    assert (await tutor.send("PUT", f"{PATH}/r0", body=body)).json == {"version": 2}
    assert (await tutor.send("PUT", f"{PATH}/r0", body=body)).code == "conflict"
    alice = (await read(await told.browser("admin"), PATH))["said"][0]
    assert (alice["version"], alice["corrected"], alice["lines"][1]["text"]) == (2, True, "three thirds")


@pytest.mark.parametrize(
    "body",
    [
        {"based_on": 0, "lines": [{"line": 0, "text": "x"}]},
        {"based_on": 1, "lines": []},
        {"based_on": 1, "lines": [{"line": 9, "text": "x"}]},
        {"based_on": 1, "lines": [{"line": 0, "text": "x" * 2_001}]},
        {"based_on": 1, "lines": [{"line": 0, "text": "x", "start_ms": 1}]},
    ],
)
async def test_a_correction_that_makes_no_sense_changes_nothing(told: World, body: object) -> None:
    tutor = await told.browser("tutor")
    assert (await tutor.send("PUT", f"{PATH}/r0", body=body)).status == 422
    assert (await read(tutor, PATH))["said"][0]["version"] == 1


async def test_it_is_taken_along_in_three_forms(told: World) -> None:
    tutor = await told.browser("tutor")
    text, vtt, whole = [await tutor.get(f"{PATH}.{form}") for form in ("txt", "vtt", "json")]
    assert text.body.decode() == (
        "[00:00:00] Alice: one <half>\n[00:00:00] Tutor: what is half of it\n[00:00:01] Alice: two thirds\n"
    )
    assert "<v Alice>one &lt;half&gt;</v>" in vtt.body.decode()
    assert [x["name"] for x in json.loads(whole.body)] == ["Alice", "Tutor", "Alice"]
    assert (await tutor.get(f"{PATH}.exe")).status == 422


async def test_lines_are_found_page_by_page(told: World) -> None:
    tutor = await told.browser("tutor")
    found = await read(tutor, "/api/transcripts/search?q=HALF")
    assert [(x["name"], x["line"], x["session_id"]) for x in found["hits"]] == [
        ("Tutor", 0, SESSION),
        ("Alice", 0, SESSION),
    ]
    assert found["before"] is None
    then = await read(tutor, f"/api/transcripts/search?q=half&before={AT + 1}%20r1")
    assert [x["name"] for x in then["hits"]] == ["Alice"]
    for wrong in ("q=x", "q=half&before=x", "q=half&before=1"):
        assert (await tutor.get(f"/api/transcripts/search?{wrong}")).status == 422
