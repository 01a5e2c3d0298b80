"""Guardians' links: for one thing only, known only as a hash, and in force in a session that is live."""

from dataclasses import replace

import pytest

from deskside.domain.audit import GUARDIAN, AuditAct
from deskside.domain.center import ConsentFrom
from deskside.domain.consent import ConsentKind
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.ids import Millis
from deskside.domain.recording.standing import GivenBy
from deskside.domain.recording.texts import Language
from deskside.domain.tracks import RECORDER, TrackKind
from deskside.ports.audit import AuditQuery
from deskside.services.consents import Answer
from deskside.services.guardians import GUARDIAN_LINK_MS, GuardianService, OpenedByGuardian
from tests.services.house import HERE, House
from tests.services.test_consents import agreed, another_text, say, written

SOUND, PICTURE, BOARD = ConsentKind.SOUND, ConsentKind.PICTURE, ConsentKind.BOARD
NAME = "Ada Chen"


def of(house: House) -> GuardianService:
    return house.services.guardians


async def opened(house: House, secret: str) -> OpenedByGuardian:
    found = await of(house).look(secret)
    assert found is not None
    return found


async def guardian_says(house: House, secret: str, *kinds: ConsentKind, version: int = 1) -> None:
    await of(house).say(await opened(house, secret), Answer(frozenset(kinds), version, Language.DE), f" {NAME} ")


async def link_for_alice(house: House) -> str:
    return (await of(house).make_link(house.tutor, house.alice.user_id)).secret


async def test_a_link_signs_nobody_in_and_only_its_hash_is_kept(planned: House) -> None:
    secret = await link_for_alice(planned)
    assert secret not in planned.storage.kept()
    assert await planned.services.links.look(secret) is None
    with pytest.raises(Unauthorized):
        await planned.services.accounts.follow_link(secret)
    assert await planned.services.accounts.current(secret) is None
    sign_in = (await planned.services.links.make_link(planned.tutor, planned.alice.user_id)).secret
    assert await of(planned).look(sign_in) is None, "nor does the way in speak for a guardian"


async def test_a_new_one_replaces_the_former_and_both_end(planned: House) -> None:
    first = await link_for_alice(planned)
    second = await link_for_alice(planned)
    assert await of(planned).look(first) is None
    link = (await opened(planned, second)).link
    shown = await planned.services.consents.consents(planned.tutor, planned.alice.user_id)
    assert shown.link == link
    planned.clock.pass_ms(GUARDIAN_LINK_MS)
    assert await of(planned).look(second) is None
    third = await link_for_alice(planned)
    for _ in range(2):
        await of(planned).revoke_links(planned.admin, planned.alice.user_id)
    assert await of(planned).look(third) is None
    assert await of(planned).look("unknown") is None
    acts = [(x.actor_id, x.act, x.target_id) for x in await planned.services.audit.lines(planned.admin, AuditQuery())]
    assert acts[:2] == [
        ("admin", AuditAct.GUARDIAN_LINK_REVOKED, "alice"),
        ("tutor", AuditAct.GUARDIAN_LINK_MADE, "alice"),
    ]


async def test_it_is_made_by_those_who_look_after_a_student(planned: House) -> None:
    alice = planned.alice.user_id
    for actor, error in (
        (planned.alice, Forbidden),
        (planned.colleague, Forbidden),
        (planned.foreigners[1], NotFound),
    ):
        with pytest.raises(error):
            await of(planned).make_link(actor, alice)
        with pytest.raises(error):
            await of(planned).revoke_links(actor, alice)
    with pytest.raises(Invalid, match="decide for themselves"):
        await of(planned).make_link(planned.admin, planned.tutor.user_id)


async def test_of_a_student_who_is_disabled_it_says_nothing(planned: House) -> None:
    secret = await link_for_alice(planned)
    await planned.services.accounts.disable_user(planned.admin, planned.alice.user_id)
    assert await of(planned).look(secret) is None


async def test_what_a_guardian_says_beforehand_holds_in_the_session(planned: House) -> None:
    planned.fake.recording = True
    await planned.services.consent_texts.let_decide(planned.admin, ConsentFrom.GUARDIAN)
    secret = await link_for_alice(planned)
    assert (await opened(planned, secret)).last is None
    await guardian_says(planned, secret, SOUND, BOARD)
    last = (await opened(planned, secret)).last
    assert last is not None
    assert (last.kinds, last.guardian_name, last.said.by, last.session_id) == (
        (BOARD, SOUND),
        NAME,
        GivenBy.GUARDIAN,
        None,
    )
    await planned.sessions.start(planned.tutor, planned.session_id)
    for actor in (planned.tutor, planned.alice):
        await planned.enter(actor)
    await planned.services.consents.follow(HERE, planned.alice.user_id, student=True)
    assert await written(planned, planned.alice) == {TrackKind.AUDIO}
    acts = await planned.services.audit.lines(planned.admin, AuditQuery(AuditAct.CONSENT_GIVEN))
    assert [(x.actor_id, x.target_id, x.detail) for x in acts] == [(GUARDIAN, "alice", "board, sound")]


async def test_taken_back_by_the_link_it_ends_in_a_live_session_before_the_page_says_so(live: House) -> None:
    live.fake.recording = True
    await live.services.recordings.start(live.tutor, live.session_id)
    secret = await link_for_alice(live)
    await guardian_says(live, secret, SOUND, PICTURE)
    assert await written(live, live.alice) == {TrackKind.AUDIO, TrackKind.VIDEO}
    await guardian_says(live, secret)
    assert not any(x.target == RECORDER for x in live.fake.in_force(live.session_id))
    assert await agreed(live, live.alice) == ()
    with pytest.raises(Forbidden, match="guardian"):
        await say(live, live.alice, SOUND)


async def test_a_guardians_word_is_kept_also_while_the_engine_is_dead(live: House) -> None:
    live.fake.recording = True
    await live.services.recordings.start(live.tutor, live.session_id)
    await say(live, live.alice, SOUND)
    secret = await link_for_alice(live)
    live.fake.lose()
    await guardian_says(live, secret)
    assert await agreed(live, live.alice) == ()


async def test_a_name_has_to_be_there_and_the_text_the_present_one(planned: House) -> None:
    secret = await link_for_alice(planned)
    found = await opened(planned, secret)
    for name in ("", "  ", "\u200b", "x" * 300):
        with pytest.raises(Invalid):
            await of(planned).say(found, Answer(frozenset({SOUND}), 1, Language.EN), name)
    await another_text(planned)
    with pytest.raises(Conflict):
        await guardian_says(planned, secret, SOUND)
    await guardian_says(planned, secret, SOUND, version=2)


async def test_a_student_whose_record_is_gone_meanwhile_is_nobodys(planned: House) -> None:
    secret = await link_for_alice(planned)
    link = (await opened(planned, secret)).link
    async with planned.storage.transaction() as unit:
        await unit.consents.add_guardian_link(replace(link, center_id=planned.foreigners[0].center_id))
    assert await of(planned).look(secret) is None
    assert link.expires_at == Millis(planned.clock.now() + GUARDIAN_LINK_MS)
