"""What pages say and are told about consent: their own, at once, and under the same number as everybody."""

from deskside.domain.access import Actor
from deskside.domain.consent import ConsentKind
from deskside.domain.ids import SessionId
from deskside.domain.people import Role
from deskside.domain.recording.texts import Language
from deskside.services.consents import Answer
from tests.realtime.house import House, Page, until
from tests.realtime.test_telling import lesson

SOUND = {"kinds": ["sound"], "text_version": 1, "language": "en"}


def agreed(page: Page, student: int = 0) -> object:
    """What the page's view has of a lane."""
    return page.view().lanes[student].person.consent


async def arrived(house: House, actor: Actor, session: SessionId) -> Page:
    """The actor's page in the lobby."""
    return await (await house.page(actor, session)).connect()


async def test_what_a_student_agrees_to_is_told_to_the_tutor_and_to_no_other_student(house: House) -> None:
    _, tutor, alice, bob = await lesson(house)
    done = await alice.act("consent", **SOUND)
    for page in (tutor, alice, bob):
        await page.knows(done["seq"])
    changed = {"type": "ConsentChanged", "person_id": "alice", "kinds": ["sound"], "text_version": 1}
    assert [page.envelopes[-1]["event"] for page in (tutor, alice, bob)] == [changed, changed, None]
    assert agreed(tutor) == agreed(alice) == (ConsentKind.SOUND,)
    done = await tutor.act("consent", **SOUND | {"kinds": ["sound", "picture", "sound"]})
    await bob.knows(done["seq"])
    assert bob.view().tutor.consent == (ConsentKind.PICTURE, ConsentKind.SOUND)


async def test_it_is_said_in_the_lobby_too_and_once_however_often_it_is_sent(house: House) -> None:
    tutor, alice = await house.user("tutor", Role.TEACHER), await house.user("alice")
    page = await arrived(house, alice, await house.session(tutor, alice))
    done = await page.act_as("a1", "consent", **SOUND)
    assert done["ok"]
    assert await page.act_as("a1", "consent", **SOUND) == done
    await page.knows(done["seq"])
    assert agreed(page) == (ConsentKind.SOUND,)


async def test_what_is_no_answer_to_the_present_text_is_refused(house: House) -> None:
    _, _, alice, _ = await lesson(house)
    for wrong, code in (
        (SOUND | {"text_version": 2}, "conflict"),
        (SOUND | {"text_version": 0}, "invalid"),
        (SOUND | {"kinds": ["face"]}, "invalid"),
        (SOUND | {"kinds": ["sound"] * 4}, "invalid"),
        (SOUND | {"language": "fr"}, "invalid"),
        (SOUND | {"person_id": "bob"}, "invalid"),
        ({"kinds": []}, "invalid"),
    ):
        assert (await alice.send("consent", wrong))["code"] == code
    assert agreed(alice) is None


async def test_whoever_arrives_is_not_asked_again_and_a_guardians_word_reaches_the_page(house: House) -> None:
    tutor, alice = await house.user("tutor", Role.TEACHER), await house.user("alice")
    session = await house.session(tutor, alice)
    admin = await house.user("admin", Role.CENTER_ADMIN)
    link = await house.services.guardians.make_link(admin, alice.user_id)
    opened = await house.services.guardians.look(link.secret)
    assert opened is not None
    answer = Answer(frozenset({ConsentKind.SOUND, ConsentKind.BOARD}), 1, Language.DE)
    await house.services.guardians.say(opened, answer, "Ada Chen")
    page = await arrived(house, alice, session)
    await until(lambda: agreed(page) == (ConsentKind.BOARD, ConsentKind.SOUND))
    await house.services.guardians.say(opened, Answer(frozenset(), 1, Language.DE), "Ada Chen")
    await until(lambda: agreed(page) == ())
    assert (await page.send("consent", SOUND))["code"] == "forbidden"


async def test_the_tutor_sees_what_guardians_said_before_the_students_come(house: House) -> None:
    tutor, alice, bob = await house.user("tutor", Role.TEACHER), await house.user("alice"), await house.user("bob")
    session = await house.session(tutor, alice, bob, start=False)
    admin = await house.user("admin", Role.CENTER_ADMIN)
    link = await house.services.guardians.make_link(admin, alice.user_id)
    opened = await house.services.guardians.look(link.secret)
    assert opened is not None
    await house.services.guardians.say(opened, Answer(frozenset({ConsentKind.BOARD}), 1, Language.EN), "Ada Chen")
    page = await arrived(house, tutor, session)
    await until(lambda: agreed(page) == (ConsentKind.BOARD,))
    assert agreed(page, 1) is None


async def test_an_observer_is_asked_nothing(house: House) -> None:
    session, _, _, _ = await lesson(house)
    page = await arrived(house, await house.user("admin", Role.CENTER_ADMIN), session)
    assert (await page.send("consent", SOUND))["code"] == "conflict"
