"""Transcripts are read, corrected and searched by whoever may, and every look is on record."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.ids import CenterId, FileId
from deskside.domain.recording.transcripts import Correction
from deskside.ports.sealing import FileKey
from deskside.ports.transcripts import Place
from deskside.services.recording import transcripts as limits
from deskside.services.recording.transcribing import remove_transcript
from deskside.services.recording.transcripts import TranscriptService
from deskside.services.vault import OpenedFile, VaultService
from tests.services.house import ELSEWHERE, HERE
from tests.services.recording.spoken import Studio


@pytest.fixture
async def studio() -> Studio:
    studio = await Studio().over()
    await studio.transcribed(studio.alice, "one half", "two thirds")
    await studio.transcribed(studio.tutor, "what is half of it", recording_id="r2", at=2_000)
    return studio


async def texts(studio: Studio, who: Actor) -> list[tuple[str, int, list[str]]]:
    found = await studio.transcripts.of_session(who, studio.session_id)
    return [(found.names[x.row.person_id], x.row.version, [y.text for y in x.transcript.lines]) for x in found.said]


async def correct(studio: Studio, text: str, based_on: int = 1, recording_id: str = "r1") -> int:
    row = (studio.session_id, recording_id)
    return await studio.transcripts.correct(studio.tutor, row, based_on, (Correction(0, text),))


async def test_tutor_and_admin_read_who_said_what_and_that_is_on_record(studio: Studio) -> None:
    for who in (studio.tutor, studio.admin):
        assert await texts(studio, who) == [
            ("Alice", 1, ["one half", "two thirds"]),
            ("Tutor", 1, ["what is half of it"]),
        ]
    read = [(x.actor_id, x.act, x.session_id, x.detail) for x in await studio.record()]
    assert read == [
        (x.user_id, AuditAct.TRANSCRIPT_READ, studio.session_id, "read") for x in (studio.tutor, studio.admin)
    ]


async def test_a_replay_gets_all_words_of_its_center_in_the_order_of_time(studio: Studio) -> None:
    async with studio.storage.reading() as unit:
        (lost,) = await unit.transcripts.versions(HERE, "r2")
    lines = await studio.transcripts.lines(HERE, studio.session_id)
    assert [" ".join(w.text for w in x.words) for x in lines] == ["one half", "what is half of it", "two thirds"]
    assert [(w.start, w.end) for w in lines[-1].words] == [(1_000, 1_010), (1_010, 1_020)]
    assert await studio.transcripts.lines(ELSEWHERE, studio.session_id) == ()
    await studio.vault.shred(HERE, (lost.file_id,))
    assert len(await studio.transcripts.lines(HERE, studio.session_id)) == 2


async def test_to_everybody_else_there_is_none(studio: Studio) -> None:
    for who in (studio.alice, studio.bob, studio.pupil, studio.colleague, *studio.foreigners):
        with pytest.raises(NotFound):
            await studio.transcripts.of_session(who, studio.session_id)
        with pytest.raises(NotFound):
            await studio.transcripts.correct(who, (studio.session_id, "r1"), 1, (Correction(0, "x"),))
    assert await studio.record() == []


async def test_of_what_was_not_recorded_there_is_nothing_to_note() -> None:
    studio = await Studio().over()
    assert await texts(studio, studio.tutor) == []
    assert await studio.record() == []


async def test_who_is_not_in_the_session_any_more_has_a_name(studio: Studio) -> None:
    await studio.transcribed(studio.pupil, "hello", recording_id="r3", at=3_000)
    await studio.transcribed(studio.foreigners[0], "hello", recording_id="r4", at=4_000)
    assert [name for name, _, _ in await texts(studio, studio.tutor)][2:] == ["Pupil", ""]


async def test_a_correction_is_a_further_version_and_the_former_one_stays(studio: Studio) -> None:
    assert await correct(studio, "one third") == 2
    assert await correct(studio, "one fourth", based_on=2) == 3
    assert (await texts(studio, studio.tutor))[0] == ("Alice", 3, ["one fourth", "two thirds"])
    async with studio.storage.reading() as unit:
        rows = await unit.transcripts.versions(HERE, "r1")
    assert [(x.version, x.maker_id) for x in rows] == [
        (1, None),
        (2, studio.tutor.user_id),
        (3, studio.tutor.user_id),
    ]
    assert b"one half" in await studio.read(rows[0].file_id)
    done = [(x.target_id, x.detail) for x in await studio.record() if x.act is AuditAct.TRANSCRIPT_CORRECTED]
    assert done == [(studio.alice.user_id, "version 2"), (studio.alice.user_id, "version 3")]


async def test_what_says_so_already_is_no_correction(studio: Studio) -> None:
    assert await correct(studio, " one  half") == 1
    assert await studio.record() == []


async def test_of_two_at_once_one_is_told_to_look_again(studio: Studio) -> None:
    made = await asyncio.gather(correct(studio, "one"), correct(studio, "half"), return_exceptions=True)
    assert [x if isinstance(x, int) else type(x) for x in made] == [2, Conflict]
    with pytest.raises(Conflict, match="Load it again"):
        await correct(studio, "x", based_on=3)


async def test_what_is_not_there_cannot_be_corrected(studio: Studio) -> None:
    with pytest.raises(NotFound):
        await correct(studio, "x", recording_id="unknown")
    with pytest.raises(Invalid):
        await studio.transcripts.correct(studio.tutor, (studio.session_id, "r1"), 1, (Correction(9, "x"),))


class Meddled(VaultService):
    """A vault in which something happens after one of its acts."""

    def __init__(self, studio: Studio, when: str) -> None:
        super().__init__(studio.services.outside, studio.keyring)
        self._studio, self._when = studio, when

    async def open(self, center_id: CenterId, file_id: FileId) -> OpenedFile:
        opened = await super().open(center_id, file_id)
        await self._happens("read")
        return opened

    async def write(self, center_id: CenterId, key: FileKey, plain: AsyncIterator[bytes]) -> int:
        await self._happens("begun")
        written = await super().write(center_id, key, plain)
        await self._happens("written")
        return written

    async def _happens(self, when: str) -> None:
        if when == self._when:
            async with self._studio.storage.transaction() as unit:
                await remove_transcript(unit, HERE, "r1", self._studio.clock.now())


@pytest.mark.parametrize("when", ["read", "begun", "written"])
async def test_what_is_deleted_while_it_is_corrected_stays_deleted(studio: Studio, when: str) -> None:
    usual = studio.transcripts
    outside = studio.services.outside
    studio.transcripts = TranscriptService(outside, studio.door, studio.keyring, Meddled(studio, when))
    with pytest.raises(NotFound):
        await correct(studio, "x")
    studio.transcripts = usual
    assert [name for name, _, _ in await texts(studio, studio.tutor)] == ["Tutor"]


async def test_a_line_is_found_with_its_place_newest_recording_first(studio: Studio) -> None:
    found = await studio.transcripts.search(studio.tutor, "  HALF ")
    assert [(x.name, x.title, x.number, x.line.text) for x in found.hits] == [
        ("Tutor", "Math", 0, "what is half of it"),
        ("Alice", "Math", 0, "one half"),
    ]
    assert found.behind is None
    assert [(x.session_id, x.detail) for x in await studio.record()] == [(studio.session_id, "search")], "once"
    behind = Place(found.hits[0].row.recorded_at, "r2")
    assert [x.name for x in (await studio.transcripts.search(studio.admin, "half", behind)).hits] == ["Alice"]


async def test_only_what_one_may_read_is_searched(studio: Studio) -> None:
    for who in (studio.colleague, *studio.foreigners[:2]):
        assert (await studio.transcripts.search(who, "half")).hits == ()
    with pytest.raises(Forbidden):
        await studio.transcripts.search(studio.alice, "half")
    assert await studio.record() == []


@pytest.mark.parametrize("wanted", ["", " a ", "x" * 201])
async def test_what_is_searched_for_has_some_length(studio: Studio, wanted: str) -> None:
    with pytest.raises(Invalid, match="2 to 200"):
        await studio.transcripts.search(studio.tutor, wanted)


async def test_a_search_goes_on_from_where_it_stopped(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCHED", 1)
    first = await studio.transcripts.search(studio.tutor, "half")
    assert first.behind == Place(first.hits[0].row.recorded_at, "r2")
    then = await studio.transcripts.search(studio.tutor, "half", first.behind)
    assert ([x.name for x in then.hits], then.behind) == (["Alice"], None)
    monkeypatch.setattr(limits, "SEARCHED", 9)
    monkeypatch.setattr(limits, "HITS", limits.HITS_EACH)
    full = await studio.transcripts.search(studio.tutor, "half")
    assert (len(full.hits), full.behind) == (1, Place(first.hits[0].row.recorded_at, "r2")), "enough for once"


async def test_of_one_transcript_a_search_tells_some_lines(studio: Studio) -> None:
    await studio.transcribed(studio.bob, *["apple pie"] * 30, recording_id="r3", at=9_000)
    assert len((await studio.transcripts.search(studio.tutor, "apple")).hits) == limits.HITS_EACH


async def test_what_was_deleted_under_a_search_is_not_found(studio: Studio) -> None:
    async with studio.storage.reading() as unit:
        rows = await unit.transcripts.versions(HERE, "r1")
    await studio.vault.shred(HERE, (rows[0].file_id,))
    assert [x.name for x in (await studio.transcripts.search(studio.tutor, "half")).hits] == ["Tutor"]
    assert [name for name, _, _ in await texts(studio, studio.tutor)] == ["Tutor"]
    with pytest.raises(NotFound):
        await correct(studio, "x")


async def test_with_a_person_goes_what_they_said(studio: Studio) -> None:
    rights = studio.services.rights.erasures
    await rights.erase(studio.admin, studio.alice.user_id, "Alice")
    await rights.settle()
    assert [name for name, _, _ in await texts(studio, studio.tutor)] == ["Tutor"]
    assert (await rights.certificate(studio.admin, studio.alice.user_id)).counts["transcripts"] == 1
