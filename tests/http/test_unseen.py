"""An admin who is on no sign learns no word of a live session, by whatever path they ask."""

from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import HelpId, ItemId, MessageId, PageId
from deskside.domain.modes import Urgency
from deskside.http.app import build
from deskside.ports.exercises import Exercise
from deskside.services.attendance import actor_of
from deskside.services.exercises import NewExercise
from deskside.services.lanes import HelpCall
from deskside.services.talk import Words
from deskside.services.work import GivenAnswer
from tests.http.test_access import MATRIX
from tests.http.world import HERE, World, session_id, user_id

WORDS = ("zebra-message", "zebra-help", "zebra-answer", "zebra-hint", "zebra-exercise", "zebra-announced")
ALICE, SESSION = user_id(HERE, "alice"), session_id(HERE)
VALUES = {
    "session_id": SESSION,
    "user_id": ALICE,
    "student_id": ALICE,
    "board": BoardId(ALICE),
    "number": 1,
    "exercise_id": "here-ex",
    "test_id": "unknown",
    "login_id": "unknown",
    "export_id": "unknown",
    "recording_id": "unknown",
    "link": "unknown",
    "secret": "unknown",
    "form": "txt",
}
PAGES = ("/", "/dashboard/center", f"/dashboard/tutor/sessions/{SESSION}/live", "/dashboard/center/sessions")


async def _speak(world: World) -> None:
    """A live lesson in which everybody has said something."""
    tutor, alice = actor_of(await world.user(HERE, "tutor")), actor_of(await world.user(HERE, "alice"))
    services = world.services
    made = await services.exercises.create(tutor, NewExercise("zebra-exercise", "L", "```number\n2 + 2\n= 4\n```"))
    assert isinstance(made, Exercise)
    await services.sessions.start(tutor, SESSION)
    await services.work.assign(tutor, SESSION, ALICE, made.id)
    item = ItemId("1")
    await services.work.answer(alice, SESSION, GivenAnswer(made.id, item, "zebra-answer"))
    await services.work.hint(tutor, SESSION, (ALICE, item), "zebra-hint")
    await services.talk.message(alice, SESSION, ALICE, Words(MessageId("m"), "zebra-message"))
    await services.talk.announce(tutor, SESSION, Words(MessageId("a"), "zebra-announced"))
    await services.lanes.ask_help(alice, SESSION, HelpCall(HelpId("h"), Urgency.HIGH, "zebra-help"))


async def _learned(world: World, who: str) -> set[str]:
    """Which of the words this person gets by asking every path that only reads."""
    browser = await world.browser(who)
    paths = [path.format(**VALUES) for (method, path, _), _ in MATRIX if method == "GET"]
    library = ("/api/exercises", "/api/exercises/export")  # of the center, not of the session
    answers = [await browser.get(path) for path in (*paths, *PAGES) if not path.startswith(library)]
    return {word for word in WORDS for answer in answers if word.encode() in answer.body}


async def test_every_path_is_asked(world: World) -> None:
    described = build(world.services, world.config).openapi()["paths"]
    assert {path for path, methods in described.items() if "get" in methods} == {
        path.partition("?")[0] for (method, path, _), _ in MATRIX if method == "GET"
    }


async def test_an_admin_on_no_sign_learns_no_word_of_a_live_session(world: World) -> None:
    await _speak(world)
    assert await _learned(world, "tutor") >= {"zebra-message", "zebra-help", "zebra-exercise"}
    assert await _learned(world, "admin") == set()
    admin, page = actor_of(await world.user(HERE, "admin")), PageId("page")
    await world.services.attendance.arrive(admin, SESSION, page)
    assert await _learned(world, "admin") == set(WORDS)
    await world.services.attendance.leave(admin, SESSION, page)
    assert await _learned(world, "admin") == set()
