"""One tutor, five students, five exercises: the lesson for which Deskside is made, from first picture to end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.desk import Desk
from e2e.drawing import sheet, stroke, take_pen
from e2e.lesson import Student, Tutor
from e2e.people import SMALL_FACE, until

ANGLES = """An angle is measured in degrees.

```number
How many degrees has a right angle?
= 90
```

```number
How many degrees have the angles of a triangle together?
= 180
```
"""
PARKS = """A park is drawn on the board.

```drawing
Draw the park on your board.
```
"""
TENSES = """What happened yesterday is told in the past tense.

```short-text
I go, yesterday I …
= went
```

```short-text
I see, yesterday I …
= saw
```

```short-text
I eat, yesterday I …
= ate
```

```short-text
I run, yesterday I …
= ran
```
"""
LIBRARY = {"Angles": ANGLES, "A map of the park": PARKS, "Yesterday": TENSES}
EXERCISES = {
    "alice": "Fractions",
    "bob": "Essay",
    "carol": "A map of the park",
    "david": "Angles",
    "erin": "Yesterday",
}


class Lesson:
    """The six of them."""

    def __init__(self, tutor: Tutor, students: list[Student]) -> None:
        self.tutor = tutor
        self.students = students

    async def looks(self, desk: Desk) -> None:
        """Everybody is at their place, and the tutor's page is like this."""
        await asyncio.gather(*(student.moves() for student in self.students))
        await self.tutor.finds(desk)

    async def is_private(self) -> None:
        """No student hears or sees another one."""
        await asyncio.gather(*(self._is_alone(student) for student in self.students))

    async def only_hear_the_tutor(self, *hearing: Student) -> None:
        """These hear the tutor, the others do not."""
        others = [student for student in self.students if student not in hearing]
        await asyncio.gather(*(student.hears("tutor") for student in hearing))
        await asyncio.gather(*(student.does_not_hear("tutor") for student in others))

    async def _is_alone(self, student: Student) -> None:
        for other in self.students:
            if other is not student:
                await student.does_not_see(other.name)
                await student.does_not_hear(other.name, 0.2)


async def shows(clock: Callable[[Student], Awaitable[int]], student: Student, seconds: int) -> None:
    """The student's clock runs: it comes to that many seconds."""

    async def reached() -> bool:
        return await clock(student) >= seconds

    await until(reached, f"a clock of {student.name} shows {seconds} s")


async def gathered(invite: Invite) -> Lesson:
    """Everybody has opened their link; the tutor has put the exercises into the library and starts."""
    tutor = Tutor.of(await invite("tutor", face_size=SMALL_FACE))
    students = [Student.of(await invite(name, face_size=SMALL_FACE)) for name in EXERCISES]
    for title, content in LIBRARY.items():
        await tutor.adds_to_library(title, content)
    await tutor.click("Start Session")
    return Lesson(tutor, students)


async def everybody_joins(lesson: Lesson) -> Desk:
    """All five come in, are seen and heard, and get an exercise each."""
    tutor, students = lesson.tutor, lesson.students
    await asyncio.gather(*(student.joins() for student in students))
    await asyncio.gather(*(student.sees("tutor") for student in students))
    for student in students:
        await tutor.sees(student.name)
        await tutor.hears(student.name)
        await tutor.assigns(student, EXERCISES[student.name])
    for student in students:
        await student.works_on(EXERCISES[student.name])
    desk = Desk(exercises=EXERCISES)
    await lesson.looks(desk)
    await lesson.only_hear_the_tutor()
    await lesson.is_private()
    return desk


async def two_ask_and_one_is_taught(lesson: Lesson, desk: Desk) -> Desk:
    """David asks first, Alice is stuck: she comes first, and is taught in one act."""
    tutor, (alice, bob, carol, david, erin) = lesson.tutor, lesson.students
    await david.asks_for_help("normal", "Is 90 right?")
    await david.is_told("You are next.")
    await lesson.looks(replace(desk, calls=("david",)))
    await alice.asks_for_help("urgent", "What is a common denominator?")
    await alice.is_told("You are next.")
    await david.is_told("You are number 2.")
    await lesson.looks(replace(desk, calls=("alice", "david")))
    await expect(tutor.help_panel.get_by_role("listitem").first).to_contain_text("What is a common denominator?")

    await tutor.responds_to(alice)
    await alice.is_told("You're with Ms Rivera now")
    await david.is_told("You are next.")
    await expect(tutor.lane(alice)).to_be_focused()
    await expect(tutor.page.get_by_role("region", name="Lane of Alice Chen")).to_be_visible()
    desk = replace(desk, calls=("david",), taught=("alice",))
    await lesson.looks(desk)
    await lesson.only_hear_the_tutor(alice)
    await shows(tutor.teaching_clock_of, alice, 2)
    assert [await tutor.teaching_clock_of(other) for other in (bob, carol, david, erin)] == [0, 0, 0, 0]
    await tutor.click("Back to all")
    return desk


async def one_draws(lesson: Lesson, desk: Desk) -> Desk:
    """Carol's strokes are in her lane, small; then the tutor opens the board."""
    tutor, carol = lesson.tutor, lesson.students[2]
    await carol.click("Your board")
    await take_pen(carol)
    await stroke(carol, 1)
    await stroke(carol, 2)
    desk = replace(desk, strokes={"carol": 2})
    await lesson.looks(desk)
    await tutor.opens_board_of(carol)

    async def same() -> bool:
        drawn = await sheet(carol.page)
        return len(drawn) == 2 and drawn == await sheet(tutor.page)

    await until(same, "the tutor's large board has both strokes")
    await tutor.click("Back to all")
    return desk


async def one_answers(lesson: Lesson, desk: Desk) -> Desk:
    """Erin answers three questions of four, one of them wrong: the tutor sees the bar move, and what she wrote."""
    tutor, erin = lesson.tutor, lesson.students[4]
    for number, word, percent in ((1, "went", "25%"), (2, "seed", "25%"), (3, "ate", "50%")):
        await erin.answers(number, word)
        desk = replace(desk, progress={"erin": percent})
        await lesson.looks(desk)
    await erin.is_told("Not yet. Try again.")
    await tutor.click("Answers of Erin Walsh")
    panel = tutor.page.get_by_role("dialog", name="Answers of Erin Walsh")
    await expect(panel.get_by_role("region", name="Question 2")).to_contain_text("seed")
    await expect(panel.get_by_role("region", name="Question 2")).to_contain_text("Wrong")
    await tutor.page.keyboard.press("Escape")
    return desk


async def one_drops_and_returns(lesson: Lesson, desk: Desk) -> Desk:
    """Erin is taught when her network goes. Her clock stands; she comes back to all that she had."""
    tutor, (alice, _, _, _, erin) = lesson.tutor, lesson.students
    await tutor.sets_mode(alice, "Observe")
    await tutor.sets_mode(erin, "Teach")
    desk = replace(desk, taught=("erin",))
    await lesson.looks(desk)
    await lesson.only_hear_the_tutor(erin)

    await erin.goes_offline()
    await lesson.looks(replace(desk, status={"erin": "Reconnecting"}))
    await erin.is_told("Reconnecting…")
    stands, others = await tutor.clock_of(erin), await tutor.clock_of(alice)
    await shows(tutor.clock_of, alice, others + 2)
    assert await tutor.clock_of(erin) == stands, "the clock of somebody who is away runs on"

    await erin.comes_back()
    await lesson.looks(desk)
    await erin.works_on("Yesterday")
    assert [await erin.item(number).input_value() for number in (1, 2, 3, 4)] == ["went", "seed", "ate", ""]
    await erin.is_told("You're with Ms Rivera now")
    await shows(tutor.clock_of, erin, stands + 1)
    await lesson.only_hear_the_tutor(erin)
    await tutor.hears("erin")
    return desk


@pytest.mark.lines("erin")
async def test_a_lesson_in_five_lanes(invite: Invite) -> None:
    lesson = await gathered(invite)
    desk = await everybody_joins(lesson)
    desk = await two_ask_and_one_is_taught(lesson, desk)
    desk = await one_draws(lesson, desk)
    desk = await one_answers(lesson, desk)
    desk = await one_drops_and_returns(lesson, desk)
    await lesson.is_private()
    await lesson.looks(desk)
    await lesson.tutor.click("End")
    await lesson.tutor.click("End session")
    for student in lesson.students:
        await student.is_told("The session has ended")
