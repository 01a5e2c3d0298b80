"""Sessions seen again: who sees what, links that are somebody's alone, and what is on record of it."""

from dataclasses import replace
from functools import partial

import pytest

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.boards.revisions import revise_board
from deskside.domain.boards.scene import BoardId
from deskside.domain.center import CenterSettings
from deskside.domain.consent import ConsentKind
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.events import Events
from deskside.domain.ids import Millis
from deskside.domain.modes import LaneMode
from deskside.domain.recording.life import change_consent
from deskside.domain.recording.missing import Why
from deskside.domain.recording.playable import FileState
from deskside.domain.recording.spoken import Line, Word
from deskside.domain.session import Session
from deskside.ports.audit import AuditQuery
from deskside.ports.boards import Place, Revision
from deskside.ports.replays import Material
from deskside.ports.storage import Center
from deskside.services.door import Ref
from deskside.services.recording.replay_links import LASTS_MS, Fault
from deskside.services.recording.replays import GONE, ReplayService
from deskside.services.signed_in import Present
from tests.fakes.replays import FakeMaterials, playable, sealed
from tests.services.house import ELSEWHERE, HERE, House

BOTH = frozenset({ConsentKind.SOUND, ConsentKind.PICTURE})


def agrees(actor: Actor, session: Session) -> Events:
    return change_consent(session, actor.user_id, BOTH, 1)


def revises(actor: Actor, number: int, session: Session) -> Events:
    return revise_board(session, actor.user_id, number)


class Recorded:
    """A lesson of Alice and Bob that was recorded, and is over."""

    def __init__(self) -> None:
        self.house = House()
        self.materials = FakeMaterials()
        of = self.house.services
        self.replays = ReplayService(of.outside, of.door, of.keyring, self.materials)

    async def held(self) -> "Recorded":
        house = await self.house.open()
        ref = Ref(HERE, house.session_id)
        await house.sessions.start(house.tutor, house.session_id)
        for actor in (house.tutor, house.alice, house.bob):
            await house.enter(actor)
            await house.door.notice(ref, partial(agrees, actor))
        house.clock.pass_ms(1_000)
        await house.lanes.set_lane_mode(house.tutor, house.session_id, house.alice.user_id, LaneMode.TEACH)
        house.clock.pass_ms(4_000)
        await house.sessions.end(house.tutor, house.session_id)
        started = (await house.session()).started_at
        files = [
            await sealed(house.services.vault, HERE, playable(name, kind, who.user_id), name.encode() * 1_000)
            for name, kind, who in (
                ("of-tutor", "person", house.tutor),
                ("of-alice", "person", house.alice),
                ("of-bob", "person", house.bob),
                ("to-alice", "to_student", house.alice),
            )
        ]
        self.materials.kept[HERE, house.session_id] = Material(started, tuple(files))
        return self

    async def allow(self) -> None:
        async with self.house.storage.transaction() as unit:
            await unit.accounts.update_center(Center(HERE, HERE, CenterSettings(students_replay=True)))

    async def noted(self, act: AuditAct) -> list[tuple[str, str]]:
        async with self.house.storage.reading() as unit:
            return [(x.actor_id, x.detail) for x in await unit.audit.search(HERE, AuditQuery(act))]

    async def link(self, actor: Actor, name: str) -> str:
        seen = await self.replays.see(present(actor), self.house.session_id)
        return next(x.link for x in seen.files if x.file.id == name)

    async def read(self, who: Present, link: str) -> bytes:
        return b"".join([x async for x in (await self.replays.play(who, link)).content.read()])


def present(actor: Actor, login: str = "login") -> Present:
    return Present(actor, "csrf", login)


@pytest.fixture
async def recorded() -> Recorded:
    return await Recorded().held()


async def test_the_tutor_and_an_admin_see_all_lanes_and_it_is_on_record(recorded: Recorded) -> None:
    house = recorded.house
    for actor in (house.tutor, house.admin):
        seen = await recorded.replays.see(present(actor), house.session_id)
        assert [x.file.id for x in seen.files] == ["of-tutor", "of-alice", "of-bob"]
        assert {"alice", "bob"} <= {x.user_id for x in seen.replay.people}
        assert seen.missing.keys() == {"carol", "david", "erin"}
        assert seen.expires_at == house.clock.now() + LASTS_MS
    viewed = await recorded.noted(AuditAct.RECORDING_VIEWED)
    assert viewed == [("admin", "replay"), ("tutor", "replay")]


async def test_a_student_sees_their_own_lane_if_the_center_allows_it(recorded: Recorded) -> None:
    house = recorded.house
    with pytest.raises(NotFound):
        await recorded.replays.see(present(house.alice), house.session_id)
    await recorded.allow()
    seen = await recorded.replays.see(present(house.alice), house.session_id)
    assert [x.file.id for x in seen.files] == ["of-alice", "to-alice"]
    assert [x.user_id for x in seen.replay.people] == ["tutor", "alice"]
    assert seen.missing == {}
    assert "bob" not in repr((seen.replay, seen.files, seen.lines, seen.missing))


async def test_nobody_else_learns_that_there_is_one(recorded: Recorded) -> None:
    house = recorded.house
    await recorded.allow()
    for actor in (house.colleague, house.pupil, *house.foreigners):
        for ask in (recorded.replays.see, recorded.replays.links):
            with pytest.raises(NotFound):
                await ask(present(actor), house.session_id)


async def test_a_live_session_is_for_who_is_on_its_signs() -> None:
    house = await House().open()
    await house.sessions.start(house.tutor, house.session_id)
    replays = house.services.replays
    assert (await replays.see(present(house.tutor), house.session_id)).files == ()
    with pytest.raises(Forbidden):
        await replays.see(present(house.admin), house.session_id)


async def test_a_session_that_was_not_recorded_is_seen_without_files() -> None:
    house = await House().open()
    seen = await house.services.replays.see(present(house.tutor), house.session_id)
    assert set(seen.missing.values()) == {Why.NOT_RECORDED}
    assert seen.window.zero == (await house.session()).scheduled_start
    with pytest.raises(NotFound):
        await house.services.replays.play(present(house.tutor), "no.link")


async def test_a_link_plays_its_file_for_ten_minutes(recorded: Recorded) -> None:
    house = recorded.house
    link = await recorded.link(house.tutor, "of-bob")
    assert await recorded.read(present(house.tutor), link) == b"of-bob" * 1_000
    house.clock.pass_ms(LASTS_MS - 1)
    assert (await recorded.replays.play(present(house.tutor), link)).media_type == "video/webm"
    house.clock.pass_ms(1)
    with pytest.raises(NotFound, match=GONE):
        await recorded.read(present(house.tutor), link)
    assert await recorded.noted(AuditAct.RECORDING_REFUSED) == [("tutor", Fault.EXPIRED.value)]
    files, until = await recorded.replays.links(present(house.tutor), house.session_id)
    assert until == house.clock.now() + LASTS_MS
    assert await recorded.read(present(house.tutor), files[2].link) == b"of-bob" * 1_000


async def test_a_link_is_nothing_in_other_hands_or_in_another_login(recorded: Recorded) -> None:
    house = recorded.house
    await recorded.allow()
    link = await recorded.link(house.tutor, "of-bob")
    foreigner = replace(house.tutor, center_id=ELSEWHERE)
    for who in (present(house.alice), present(house.admin), present(house.tutor, "another"), present(foreigner)):
        with pytest.raises(NotFound, match=GONE):
            await recorded.read(who, link)
    with pytest.raises(NotFound, match=GONE):
        await recorded.read(present(house.tutor), "no link at all")
    refused = await recorded.noted(AuditAct.RECORDING_REFUSED)
    assert sorted(refused) == [(who, Fault.ALTERED.value) for who in ("admin", "alice", "tutor")]


async def test_a_link_ends_with_the_right_to_it_and_with_its_file(recorded: Recorded) -> None:
    house = recorded.house
    await recorded.allow()
    link = await recorded.link(house.alice, "to-alice")
    assert await recorded.read(present(house.alice), link) == b"to-alice" * 1_000
    key = HERE, house.session_id
    material = recorded.materials.kept[key]
    gone = tuple(replace(x, state=FileState.DELETED, file_id=None) for x in material.files)
    for ended in (replace(material, files=gone), Material()):
        recorded.materials.kept[key] = ended
        with pytest.raises(NotFound, match=GONE):
            await recorded.read(present(house.alice), link)
    recorded.materials.kept[key] = material
    await house.services.vault.shred(HERE, tuple(x.file_id for x in material.files if x.file_id))
    with pytest.raises(NotFound, match=GONE):
        await recorded.read(present(house.alice), link)
    async with house.storage.transaction() as unit:
        await unit.accounts.update_center(Center(HERE, HERE))
    with pytest.raises(NotFound, match=GONE):
        await recorded.read(present(house.alice), link)


async def test_boards_that_were_thinned_out_are_not_offered() -> None:
    house = await House().open()
    ref = Ref(HERE, house.session_id)
    await house.sessions.start(house.tutor, house.session_id)
    place = Place(HERE, house.session_id, BoardId(house.alice.user_id))
    await house.door.notice(ref, lambda x: change_consent(x, house.alice.user_id, frozenset({ConsentKind.BOARD}), 1))
    for number in (1, 2):
        house.clock.pass_ms(1_000)
        async with house.storage.transaction() as unit:
            await unit.boards.add_revision(place, Revision(number, 0, house.clock.now(), whole=True, content=b"x"))
        await house.door.notice(ref, partial(revises, house.alice, number))
    async with house.storage.transaction() as unit:
        await unit.boards.remove_revisions(place, (1,))
    seen = await house.services.replays.see(present(house.tutor), house.session_id)
    assert [(x.lane, x.at, x.number) for x in seen.replay.boards] == [("alice", 2_000, 2)]


async def test_a_student_reads_no_word_of_another_at_an_open_table_neither() -> None:
    recorded = Recorded()
    house = await recorded.house.open()
    await recorded.allow()
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=True)
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice, house.bob):
        await house.enter(actor)
    house.clock.pass_ms(5_000)
    await house.sessions.end(house.tutor, house.session_id)
    lines = tuple(
        Line(who.user_id, (Word(Millis(1_000), Millis(1_500), f"said by {who.user_id}"),))
        for who in (house.tutor, house.alice, house.bob)
    )
    recorded.materials.kept[HERE, house.session_id] = Material((await house.session()).started_at, (), lines)
    seen = await recorded.replays.see(present(house.alice), house.session_id)
    assert [x.person_id for x in seen.lines] == ["tutor", "alice"]
    assert "bob" not in repr((seen.replay, seen.lines, seen.missing))
