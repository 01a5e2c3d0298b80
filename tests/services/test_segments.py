"""Segments are on record, with keys that open, before anything is written; and what was left open is known."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from deskside.domain.errors import NotFound
from deskside.domain.ids import Millis, SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.segments import Zero
from deskside.services.segments import SegmentRegister, Wanted
from tests.services.house import House

ZERO, LATER = Zero(1, 2, "boot"), Zero(3, 4, "boot")


@pytest.fixture
def register(live: House) -> SegmentRegister:
    return SegmentRegister(live.services.outside, live.services.keyring)


def wanted(house: House, kind: TrackKind, session: SessionId | None = None) -> Wanted:
    return Wanted(session or house.session_id, house.alice.user_id, kind)


async def test_each_segment_has_a_key_of_its_own_that_its_center_opens(live: House, register: SegmentRegister) -> None:
    begun = await register.begin((wanted(live, TrackKind.AUDIO), wanted(live, TrackKind.VIDEO)), ZERO)

    assert {x.zero for x in begun} == {ZERO}
    assert len({x.key.key for x in begun}) == 2
    for each in begun:
        key, _ = await live.services.keyring.open(live.alice.center_id, each.segment.file_id)
        assert key == each.key
    async with live.storage.reading() as unit:
        found = await unit.segments.of_session(live.alice.center_id, live.session_id)
    assert set(found) == {x.segment for x in begun} == set(await register.still_open())
    assert {x.kind for x in found} == {TrackKind.AUDIO, TrackKind.VIDEO}


async def test_a_session_counts_from_its_first_track(live: House, register: SegmentRegister) -> None:
    await register.begin((wanted(live, TrackKind.AUDIO),), ZERO)
    (second,) = await register.begin((wanted(live, TrackKind.AUDIO),), LATER)
    assert second.zero == ZERO


async def test_what_follows_a_lost_segment_is_begun_as_that_is_closed(live: House, register: SegmentRegister) -> None:
    (first,) = await register.begin((wanted(live, TrackKind.AUDIO),), ZERO)
    (second,) = await register.begin((wanted(live, TrackKind.AUDIO),), ZERO, instead_of=(first.segment.name,))
    assert await register.still_open() == (second.segment,)
    await register.close({second.segment.name: (Millis(register.now() + 1), "closed")})
    assert await register.still_open() == ()
    async with live.storage.reading() as unit:
        found = await unit.segments.of_session(live.alice.center_id, live.session_id)
    assert sorted(x.why for x in found) == ["closed", "lost"]


async def test_of_several_tracks_all_are_on_record_or_none(live: House, register: SegmentRegister) -> None:
    unknown = Wanted(SessionId("unknown"), UserId("mallory"), TrackKind.AUDIO)
    with pytest.raises(NotFound):
        await register.begin((wanted(live, TrackKind.AUDIO), unknown), ZERO)
    assert await register.still_open() == ()


async def test_files_that_nobody_can_read_any_more_are_deleted_and_no_others(
    live: House, register: SegmentRegister, tmp_path: Path
) -> None:
    await register.sweep()  # there is no folder
    outside = live.services.outside
    sweeping = SegmentRegister(
        replace(outside, keeping=replace(outside.keeping, segments=tmp_path)), live.services.keyring
    )
    kinds = (TrackKind.AUDIO, TrackKind.VIDEO, TrackKind.SCREEN)
    kept, shredded, forgotten = await register.begin(tuple(wanted(live, x) for x in kinds), ZERO)
    for each in (kept, shredded, forgotten):
        (tmp_path / each.segment.file).touch()
    (tmp_path / "nobody.rtp").touch()
    (tmp_path / "notes.txt").touch()
    async with live.storage.transaction() as unit:
        await unit.vault.shred(live.alice.center_id, (shredded.segment.file_id,), register.now())
        await unit.segments.remove(live.alice.center_id, (forgotten.segment.name,))
    await sweeping.sweep()
    await sweeping.sweep()
    assert set(os.listdir(tmp_path)) == {kept.segment.file, "notes.txt"}
