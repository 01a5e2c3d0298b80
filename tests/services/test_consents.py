"""Nobody is written who has not agreed: asking, keeping the answer, and having every session follow it at once."""

import asyncio
from dataclasses import replace

import pytest
from structlog.typing import EventDict

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.center import ConsentFrom
from deskside.domain.consent import Consent, ConsentKind
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import CenterId, PageId, Seq, UserId
from deskside.domain.people import Role
from deskside.domain.recording.standing import GivenBy
from deskside.domain.recording.texts import Language, Texts
from deskside.domain.tracks import RECORDER, TrackKind
from deskside.ports.audit import AuditQuery
from deskside.ports.media import EngineUnavailable
from deskside.services.consent_texts import ConsentTextService, NewTexts
from deskside.services.consents import Answer
from tests.services.house import HERE, House

SOUND, PICTURE, BOARD = ConsentKind.SOUND, ConsentKind.PICTURE, ConsentKind.BOARD


def answer(*kinds: ConsentKind, version: int = 1) -> Answer:
    return Answer(frozenset(kinds), version, Language.EN)


async def say(house: House, actor: Actor, *kinds: ConsentKind, version: int = 1) -> Seq:
    return await house.services.consents.say(actor, house.session_id, answer(*kinds, version=version))


async def written(house: House, actor: Actor) -> set[TrackKind]:
    """What is copied of somebody now."""
    return {x.kind for x in await house.routed() if (x.source, x.target) == (actor.user_id, RECORDER)}


async def agreed(house: House, actor: Actor) -> Consent | None:
    return (await house.person(actor)).consent


async def another_text(house: House) -> int:
    texts, now = house.services.consent_texts, (await house.services.consent_texts.read(HERE)).version
    new = NewTexts(Texts(f"Text {now.number}?", "# What"), now.de, now.number)
    number = (await texts.write(house.admin, new)).number
    await house.services.consents.follow_center(HERE)
    return number


@pytest.fixture
async def recorded(planned: House) -> House:
    """A live session that is recorded, with the tutor, Alice and Bob in it; nobody was asked yet."""
    planned.fake.recording = True
    await planned.sessions.start(planned.tutor, planned.session_id)
    for actor in (planned.tutor, planned.alice, planned.bob):
        await planned.enter(actor)
    return planned


async def test_nobody_is_written_before_they_answered_and_then_kind_by_kind(recorded: House) -> None:
    for actor in (recorded.tutor, recorded.alice, recorded.bob):
        assert await written(recorded, actor) == set()
    await say(recorded, recorded.alice, SOUND)
    await say(recorded, recorded.bob, PICTURE, BOARD)
    await say(recorded, recorded.tutor, SOUND, PICTURE)
    assert await written(recorded, recorded.alice) == {TrackKind.AUDIO}
    assert await written(recorded, recorded.bob) == {TrackKind.VIDEO}
    assert TrackKind.AUDIO not in await written(recorded, recorded.tutor), "nobody hears the tutor now"
    await recorded.lanes.set_open_table(recorded.tutor, recorded.session_id, open_table=True)
    assert await written(recorded, recorded.tutor) == {TrackKind.AUDIO, TrackKind.VIDEO}


async def test_taken_back_it_is_written_no_more_once_that_is_acknowledged(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND, PICTURE)
    await say(recorded, recorded.alice, PICTURE)
    in_force = recorded.fake.in_force(recorded.session_id)
    assert {x.kind for x in in_force if x.target == RECORDER} == {TrackKind.VIDEO}
    await say(recorded, recorded.alice)
    assert not any(x.target == RECORDER for x in recorded.fake.in_force(recorded.session_id))
    assert await agreed(recorded, recorded.alice) == ()


async def test_while_it_is_not_certain_that_nothing_is_written_it_is_not_acknowledged(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    recorded.fake.lose()
    with pytest.raises(EngineUnavailable):
        await say(recorded, recorded.alice)
    assert await agreed(recorded, recorded.alice) == ()


async def test_what_was_said_is_kept_with_its_text_and_on_the_record(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND, BOARD)
    await say(recorded, recorded.alice)
    found = await recorded.services.consents.consents(recorded.tutor, recorded.alice.user_id)
    assert [(x.kinds, x.said.by, x.said.text_version, x.session_id) for x in found.rows] == [
        ((BOARD, SOUND), GivenBy.SELF, 1, recorded.session_id),
        ((), GivenBy.SELF, 1, recorded.session_id),
    ]
    assert (found.question.holds.consent, found.link) == ((), None)
    async with recorded.storage.reading() as unit:
        assert await unit.consents.text(HERE, 1) is not None
    acts = [(x.act, x.detail) for x in await recorded.services.audit.lines(recorded.admin, AuditQuery())]
    assert (AuditAct.CONSENT_GIVEN, "board, sound") in acts
    assert (AuditAct.CONSENT_WITHDRAWN, "") in acts


async def test_it_holds_for_the_next_session_and_nobody_is_asked_again(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    other = await recorded.sessions.create(recorded.tutor, recorded.new())
    await recorded.attendance.arrive(recorded.alice, other.id, PageId("a-page"))
    await recorded.services.consents.follow(HERE, recorded.alice.user_id, student=True)
    view = await recorded.sessions.view(recorded.alice, other.id)
    assert view.lanes[0].person.consent == (SOUND,)
    await say(recorded, recorded.alice, PICTURE)
    again = await recorded.sessions.view(recorded.alice, other.id)
    assert again.lanes[0].person.consent == (PICTURE,), "said in one session, it holds in the other at once"


async def test_whoever_comes_is_followed_and_with_a_tutor_everybody_of_theirs(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    await say(recorded, recorded.tutor, BOARD)
    other = await recorded.sessions.create(recorded.tutor, recorded.new())
    alice, everybody = [await recorded.sessions.view(x, other.id) for x in (recorded.alice, recorded.tutor)]
    recorded.services.consents.arrived(recorded.alice, alice)
    await recorded.services.consents.settle()
    seen = await recorded.sessions.view(recorded.tutor, other.id)
    assert (seen.lanes[0].person.consent, seen.tutor.consent) == ((SOUND,), None)
    recorded.services.consents.arrived(recorded.tutor, everybody)
    await recorded.services.consents.settle()
    assert (await recorded.sessions.view(recorded.tutor, other.id)).tutor.consent == (BOARD,)
    await recorded.enter(recorded.admin)
    looking_in = await recorded.sessions.view(recorded.admin, recorded.session_id)
    recorded.services.consents.arrived(recorded.admin, looking_in)
    await recorded.services.consents.settle()
    assert (await recorded.person(recorded.admin)).consent is None


async def test_a_database_that_is_away_keeps_nobody_from_coming(recorded: House, logged: list[EventDict]) -> None:
    recorded.storage.away = True
    recorded.services.consents.arrived(recorded.alice, await recorded.session())
    await recorded.services.consents.settle()
    assert [x["error"] for x in logged if x["event"] == "consent_not_followed"] == ["StorageUnavailable"]
    recorded.storage.away = False


async def test_another_text_asks_everybody_anew_at_once(recorded: House) -> None:
    for actor in (recorded.tutor, recorded.alice, recorded.bob):
        await say(recorded, actor, SOUND, PICTURE)
    number = await another_text(recorded)
    for actor in (recorded.tutor, recorded.alice, recorded.bob):
        assert await agreed(recorded, actor) is None
        assert await written(recorded, actor) == set()
    with pytest.raises(Conflict, match="Read it again"):
        await say(recorded, recorded.alice, SOUND)
    await say(recorded, recorded.alice, SOUND, version=number)
    assert await written(recorded, recorded.alice) == {TrackKind.AUDIO}


async def test_where_a_guardian_decides_the_students_own_word_is_none(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    await say(recorded, recorded.tutor, PICTURE)
    await recorded.services.consent_texts.let_decide(recorded.admin, ConsentFrom.GUARDIAN)
    await recorded.services.consents.follow_center(HERE)
    assert await agreed(recorded, recorded.alice) is None
    assert await agreed(recorded, recorded.tutor) == (PICTURE,)
    with pytest.raises(Forbidden, match="guardian"):
        await say(recorded, recorded.alice, SOUND)
    await say(recorded, recorded.alice)
    asked = await recorded.services.consents.question(recorded.alice)
    assert (asked.decides, asked.holds.consent, asked.holds.open_to_self) == (ConsentFrom.GUARDIAN, None, ())


async def test_whoever_looks_in_is_never_recorded_and_strangers_say_nothing(recorded: House) -> None:
    await recorded.enter(recorded.admin)
    with pytest.raises(Conflict, match="looks in"):
        await say(recorded, recorded.admin, SOUND)
    for stranger in (recorded.colleague, recorded.pupil, *recorded.foreigners):
        with pytest.raises(NotFound):
            await say(recorded, stranger, SOUND)
    await recorded.services.consents.follow(HERE, recorded.pupil.user_id, student=True)
    with pytest.raises(NotFound):
        await recorded.services.consents.question(Actor(UserId("x"), CenterId("gone"), Role.STUDENT, "X"))


async def test_staff_see_what_was_said_about_those_whom_they_look_after(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    alice = recorded.alice.user_id
    for actor in (recorded.tutor, recorded.admin):
        assert len((await recorded.services.consents.consents(actor, alice)).rows) == 1
    assert (await recorded.services.consents.consents(recorded.admin, recorded.tutor.user_id)).rows == ()
    for actor, error in ((recorded.colleague, Forbidden), (recorded.foreigners[1], NotFound)):
        with pytest.raises(error):
            await recorded.services.consents.consents(actor, alice)


async def test_words_about_one_person_are_taken_one_after_the_other(recorded: House) -> None:
    turns = [say(recorded, recorded.alice, SOUND), say(recorded, recorded.alice), say(recorded, recorded.alice, BOARD)]
    await asyncio.gather(*turns)
    said = [x.kinds for x in await _log(recorded)]
    assert said == [(SOUND,), (), (BOARD,)]
    assert await agreed(recorded, recorded.alice) == (BOARD,)


async def test_what_cannot_be_stored_changes_nothing(recorded: House) -> None:
    recorded.storage.failures = 1
    with pytest.raises(OSError, match="full"):
        await say(recorded, recorded.alice, SOUND)
    assert await agreed(recorded, recorded.alice) is None
    async with recorded.storage.reading() as unit:
        assert await unit.consents.of_person(HERE, recorded.alice.user_id) == ()


async def test_a_session_that_is_over_stays_as_it_was(recorded: House) -> None:
    await say(recorded, recorded.alice, SOUND)
    await recorded.sessions.end(recorded.tutor, recorded.session_id)
    await another_text(recorded)
    assert len(await _log(recorded)) == 1


async def _log(house: House) -> list[ev.ConsentChanged]:
    return [x for x in await house.log() if isinstance(x, ev.ConsentChanged)]


async def test_a_center_tells_how_long_recordings_are_kept_on_this_machine(planned: House) -> None:
    told = await ConsentTextService(planned.services.outside).read(HERE)
    longer = await ConsentTextService(replace(planned.services.outside, retention_days=30)).read(HERE)
    assert (told.version.retention_days, longer.version.retention_days) == (90, 30)
