"""What one is asked, over HTTP, and how a new text or rule reaches those who are there."""

from deskside.domain.consent import ConsentKind
from deskside.domain.ids import PageId
from deskside.domain.recording.texts import Language
from deskside.domain.session import Session
from deskside.services.attendance import actor_of
from deskside.services.consents import Answer
from tests.http.world import HERE, World, session_id, user_id

SOUND = Answer(frozenset({ConsentKind.SOUND}), 1, Language.EN)


async def alice_agrees(world: World) -> None:
    """On her page, before she joins."""
    alice = actor_of(await world.user(HERE, "alice"))
    await world.services.attendance.arrive(alice, session_id(HERE), PageId("page"))
    await world.services.consents.say(alice, session_id(HERE), SOUND)


async def lesson(world: World) -> Session:
    return await world.services.sessions.view(actor_of(await world.user(HERE, "tutor")), session_id(HERE))


async def test_a_student_is_asked_in_both_languages_and_sees_what_holds(world: World) -> None:
    alice = await world.browser("alice")
    asked = (await alice.get("/api/consent")).json
    assert asked["consent"] is None
    assert asked["open_to_self"] == ["board", "picture", "sound"]
    assert (asked["guardian_decides"], asked["guardian_said"], asked["text_version"]) == (False, False, 1)
    assert asked["privacy_path"] == f"/privacy/{HERE}"
    texts = asked["asked"]
    assert isinstance(texts, dict)
    assert "Center here" in str(texts["en"])
    assert "90 Tagen" in str(texts["de"])
    await alice_agrees(world)
    assert (await alice.get("/api/consent")).json["consent"] == ["sound"]


async def test_a_new_text_reaches_whoever_is_there_with_its_answer(world: World) -> None:
    await alice_agrees(world)
    assert (await lesson(world)).lanes[0].person.consent == (ConsentKind.SOUND,)
    texts = {x: {"asked": "Now this", "privacy": "# What"} for x in ("en", "de")}
    admin = await world.browser("admin")
    await admin.post("/api/center/consent/texts", {**texts, "after": 1})
    assert (await lesson(world)).lanes[0].person.consent is None


async def test_that_a_guardian_decides_reaches_whoever_is_there_with_its_answer(world: World) -> None:
    await alice_agrees(world)
    await (await world.browser("admin")).send("PUT", "/api/center/consent", body={"consent_from": "guardian"})
    assert (await lesson(world)).lanes[0].person.consent is None
    asked = (await (await world.browser("alice")).get("/api/consent")).json
    assert (asked["guardian_decides"], asked["open_to_self"]) == (True, [])


async def test_staff_read_what_was_said_newest_first(world: World) -> None:
    await alice_agrees(world)
    found = (await (await world.browser("tutor")).get(f"/api/users/{user_id(HERE, 'alice')}/consents")).json
    at = world.clock.now()
    assert found == {
        "consent": ["sound"],
        "text_version": 1,
        "guardian_decides": False,
        "said": [
            {
                "at": at,
                "kinds": ["sound"],
                "by": "self",
                "guardian_name": None,
                "text_version": 1,
                "language": "en",
                "session_id": session_id(HERE),
            }
        ],
        "link_expires_at": None,
    }
