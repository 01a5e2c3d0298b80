"""Pictures of a lesson: five students in their lanes, from the waiting room to the end."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import expect

from e2e.lesson import Student, Tutor, start
from e2e.pictures.album import Album
from e2e.pictures.cast import MINUTE_MS, Cast, post
from e2e.pictures.drawings import three_quarters, triangle, whole
from e2e.pictures.library import LIBRARY

DENIED = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
ANSWERS = {
    "alice": ("5/6", "11/8"),
    "bob": ("because",),
    "carol": ("50",),
    "david": ("5/6", "1"),
    "erin": ("went", "saw", "ate"),
}
GIVEN = {"carol": "Angles in a triangle", "erin": "Yesterday"}


@dataclass(slots=True)
class Lesson:
    """Those who are in it."""

    cast: Cast
    album: Album
    tutor: Tutor
    alice: Student
    bob: Student
    carol: Student
    david: Student
    erin: Student

    @property
    def students(self) -> tuple[Student, ...]:
        return (self.alice, self.bob, self.carol, self.david, self.erin)

    async def looks_alive(self) -> None:
        """Nobody is idle in the picture."""
        await asyncio.gather(*(student.moves() for student in self.students))


async def gathered(cast: Cast, album: Album) -> Lesson:
    """Six people with cameras, each at the page of the session."""
    tutor = await cast.tutor()
    await tutor.open(cast.server.links["tutor"])
    students = {name: await cast.student(name) for name in ANSWERS}
    for student in students.values():
        await student.open(cast.server.links[student.name])
    for exercise in LIBRARY:
        await post(tutor.page, "/api/exercises", exercise)
    return Lesson(cast, album, tutor, **students)


async def before_the_start(lesson: Lesson) -> None:
    """The lobby, a camera that is blocked, the waiting room, the closed room of the tutor."""
    album, alice = lesson.album, lesson.alice
    await expect(alice.page.get_by_role("button", name="Join Session")).to_be_visible()
    await album.page(alice.page, "student-lobby")
    async with lesson.cast.window("erin", DENIED) as page:
        await expect(page.get_by_text("are blocked")).to_be_visible()
        await album.state(page, "student-blocked")
    await lesson.erin.page.reload()
    await _wait_for_another(lesson)


async def _wait_for_another(lesson: Lesson) -> None:
    """A session that is due in some minutes."""
    tutor, url = lesson.tutor.page, lesson.cast.server.url
    start = await tutor.evaluate("Date.now()") + 9 * MINUTE_MS
    ids = [student.user_id for student in lesson.students]
    asked = {"title": "Geometry, small group", "student_ids": ids, "scheduled_start": start}
    asked["scheduled_end"] = start + 45 * MINUTE_MS
    planned = await post(tutor, "/api/academic/sessions/create", asked)
    session = planned["session"]["id"]
    await tutor.goto(f"{url}/dashboard/tutor/sessions/{session}/live")
    for student in (lesson.alice, lesson.bob):
        await student.page.goto(f"{url}/dashboard/student/sessions/{session}/video")
        await student.joins()
    await lesson.album.state(lesson.alice.page, "student-waiting")
    await expect(tutor.get_by_text("students are waiting")).to_be_visible()
    await lesson.album.state(tutor, "tutor-scheduled")
    for person in (lesson.tutor, lesson.alice, lesson.bob):
        await person.open(lesson.cast.server.links[person.name])


async def it_begins(lesson: Lesson) -> None:
    """Everybody comes in, gets an exercise, works on it."""
    alice = lesson.alice
    await start(lesson.tutor)
    for student in lesson.students:
        await student.joins()
    for student in lesson.students:
        if student.name in GIVEN:
            await lesson.tutor.assigns(student, GIVEN[student.name])
            await student.works_on(GIVEN[student.name])
        for number, value in enumerate(ANSWERS[student.name], start=1):
            await student.answers(number, value)
    for student, draw in ((lesson.alice, three_quarters), (lesson.carol, triangle)):
        await student.click("Your board")
        await draw(student)
        if student is lesson.alice:
            await lesson.album.state(student.page, "student-board", lambda: whole(alice.page))
        await student.click("Close board")
    await lesson.tutor.sets_mode(lesson.alice, "Teach")


async def talks(lesson: Lesson) -> None:
    """Words between Bob and the tutor, and to all."""
    album, tutor, bob = lesson.album, lesson.tutor.page, lesson.bob
    await bob.click("Messages")
    await bob.page.get_by_label("Message to Ms Rivera").fill("I have my first reason. Is one example enough?")
    await bob.page.get_by_role("button", name="Send").click()
    await lesson.tutor.click("Help or message Bob Williams")
    dialog = tutor.get_by_role("dialog")
    await dialog.get_by_label("Message to Bob Williams").fill("One good example for each reason. Go on!")
    await dialog.get_by_role("button", name="Send").click()
    await album.state(tutor, "tutor-messages")
    await tutor.keyboard.press("Escape")
    await lesson.tutor.click("Message to all")
    await tutor.get_by_role("dialog").get_by_role("textbox").fill("Ten more minutes, then we look at it together.")
    await album.state(tutor, "tutor-announce")
    await tutor.get_by_role("dialog").get_by_role("button", name="Send").click()
    await tutor.keyboard.press("Escape")
    await expect(bob.page.locator(".talk-panel")).to_contain_text("Ten more minutes")
    await album.state(bob.page, "student-messages")
    await bob.click("Messages")


async def calls_for_help(lesson: Lesson) -> None:
    """Three ask, each as much in a hurry as they say."""
    await lesson.david.asks_for_help("normal", "Why is 1 not enough here?")
    await lesson.bob.asks_for_help("high", "How do I begin the second reason?")
    carol = lesson.carol.page
    await lesson.carol.click("Ask for help")
    await carol.get_by_role("dialog").get_by_text("I'm stuck").click()
    await carol.get_by_role("dialog").get_by_role("textbox").fill("How can I know all three sides are equal?")
    await lesson.album.page(carol, "student-help")
    await carol.get_by_role("dialog").get_by_role("button", name="Ask for help").click()
    await lesson.david.is_told("You are number 3.")
    await lesson.album.state(lesson.bob.page, "student-in-queue")


async def at_the_desk(lesson: Lesson) -> None:
    """The tutor's page and what opens on it."""
    album, tutor = lesson.album, lesson.tutor.page
    await lesson.looks_alive()
    await album.page(tutor, "tutor-live")
    await tutor.get_by_role("button", name="Enlarge Carol Diaz").click()
    await album.state(tutor, "tutor-large-tile")
    await tutor.get_by_role("button", name="Back to the grid").click()
    for name, picture in (
        ("Assign an exercise to Bob Williams", "tutor-assign"),
        ("Answers of Alice Chen", "tutor-answers"),
        ("Details of Alice Chen", "tutor-details"),
        ("Dismiss the request of Bob Williams", "tutor-dismiss"),
        ("Enroll a student", "tutor-enroll"),
        ("Session settings", "tutor-settings"),
        ("Devices", "tutor-devices"),
        ("Keyboard shortcuts", "tutor-keys"),
        ("End", "tutor-end"),
    ):
        await tutor.get_by_role("button", name=name, exact=True).first.click()
        await tutor.wait_for_timeout(800)
        if picture == "tutor-details":
            note = tutor.get_by_role("dialog").get_by_role("textbox")
            await note.fill("Pictures help her. Let her explain each step aloud.")
            await tutor.get_by_role("button", name="Save", exact=True).click()
        await album.state(tutor, picture)
        await tutor.keyboard.press("Escape")
    await lesson.tutor.opens_board_of(lesson.carol)
    await lesson.looks_alive()
    await album.page(tutor, "tutor-lane", lambda: whole(tutor))
    await lesson.tutor.click("Back to all")


async def in_the_lanes(lesson: Lesson) -> None:
    """What students see: taught, on their own, at the end of an exercise."""
    album = lesson.album
    await album.page(lesson.alice.page, "student-live")
    await album.state(lesson.david.page, "student-observe")
    await album.state(lesson.erin.page, "student-exercise-done")


async def looked_in_to(lesson: Lesson) -> None:
    """An admin looks in, and everybody is told."""
    album = lesson.album
    await lesson.looks_alive()
    async with lesson.cast.window("olga") as admin:
        await admin.goto(lesson.tutor.page.url)
        await expect(lesson.alice.page.locator(".sign")).to_contain_text("Olga Novak")
        await admin.wait_for_timeout(4000)
        await album.page(admin, "observer")
        await album.state(lesson.alice.page, "student-observed")


async def what_may_happen(lesson: Lesson) -> None:
    """A break, an open table, lost networks, a restarting engine."""
    album, tutor, alice = lesson.album, lesson.tutor, lesson.alice
    await tutor.click("Pause")
    await alice.is_told("Break time")
    await album.state(alice.page, "student-paused")
    await album.state(tutor.page, "tutor-paused")
    await tutor.click("Resume")
    await _open_table(lesson)

    await lesson.looks_alive()
    for person, name in ((alice, "student-engine"), (tutor, "tutor-engine")):
        await album.state(person.page, name, _engine_dies(lesson, person))
    for person, name in ((alice, "student-reconnecting"), (tutor, "tutor-reconnecting")):
        await person.page.wait_for_timeout(5000)
        await lesson.looks_alive()
        await person.goes_offline()
        await expect(person.page.get_by_text("Reconnecting…").first).to_be_visible(timeout=60_000)
        await album.state(person.page, name)
        await person.comes_back()


def _engine_dies(lesson: Lesson, witness: Student | Tutor) -> Callable[[], Awaitable[None]]:
    """A new one comes soon: the picture has to be taken at once."""

    async def dies() -> None:
        os.kill(lesson.cast.server.engine_pid, signal.SIGKILL)
        await expect(witness.page.get_by_text("Video is being restored")).to_be_visible()

    return dies


async def _open_table(lesson: Lesson) -> None:
    tutor = lesson.tutor.page
    for shown in (True, False):
        await lesson.tutor.click("Session settings")
        await tutor.get_by_text("Open table", exact=True).click()
        await tutor.keyboard.press("Escape")
        if shown:
            await expect(lesson.alice.page.locator(".sign")).to_contain_text("Bob Williams")
            await lesson.alice.page.wait_for_timeout(4000)
            await lesson.album.page(tutor, "tutor-table")
            await lesson.album.page(lesson.alice.page, "student-table")
