"""A center to try Deskside with: one tutor, five students, an admin, two exercises, one session ready to start."""

import asyncio
from dataclasses import dataclass

from deskside.app import Composition, compose
from deskside.domain.access import Actor
from deskside.domain.ids import CenterId, ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Center, User
from deskside.services.attendance import actor_of
from deskside.services.sessions import NewSession
from deskside.settings import Settings

CENTER = Center(CenterId("demo"), "Riverside Learning Center")
TUTOR = User(UserId("demo-tutor"), CENTER.id, Role.TEACHER, "Ms Rivera")
ADMIN = User(UserId("demo-admin"), CENTER.id, Role.CENTER_ADMIN, "Olga Novak")
STUDENTS = tuple(
    User(
        UserId(f"demo-{name.split()[0].lower()}"), CENTER.id, Role.STUDENT, name, grade_level=grade, course_level=course
    )
    for name, grade, course in (
        ("Alice Chen", "Grade 8", "Math G5"),
        ("Bob Williams", "Grade 7", "English G6"),
        ("Carol Diaz", "Grade 8", "Math G6"),
        ("David Okafor", "Grade 6", "Math G5"),
        ("Erin Walsh", "Grade 7", "English G5"),
    )
)
EXERCISES = (
    Exercise(
        ExerciseId("demo-fractions"),
        CENTER.id,
        "Fractions",
        "Adding fractions",
        r"""To add fractions, bring them to a **common denominator** first:

$$\frac{a}{b} + \frac{c}{d} = \frac{a \cdot d + c \cdot b}{b \cdot d}$$

```number
$\frac{1}{2} + \frac{1}{3} =$
= 5/6
```

```number
$\frac{3}{4} + \frac{5}{8} =$
= 11/8
```

```choice
Which of these is the largest?
- [ ] $\frac{2}{3}$
- [x] $\frac{3}{4}$
- [ ] $\frac{5}{8}$
```

```drawing
Draw a bar of eight parts on your board, and colour $\frac{3}{4}$ of it.
```
""",
        "Mathematics",
    ),
    Exercise(
        ExerciseId("demo-essay"),
        CENTER.id,
        "Essay",
        "A persuasive paragraph",
        """A persuasive paragraph states an opinion and gives reasons for it.

```short-text
Which word links a reason to a claim? “School should start later, … students need sleep.”
= because
= since
= as
```

```choice
Which of these are reasons, not opinions? There is more than one.
- [x] Teenagers fall asleep later than adults.
- [ ] Mornings are horrible.
- [x] Fewer accidents happen when lessons begin at nine.
```

```long-text
Should school start later? Write one paragraph with two reasons and an example for each.
```
""",
        "English",
    ),
)
FIRST_SESSION = SessionId("session-123")
LENGTH_MS = 60 * 60 * 1000
LINK_MS = Millis(7 * 24 * 60 * 60 * 1000)


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A way in for one person of the demo: open it and you are them."""

    name: str
    role: Role
    url: str


def ensure(settings: Settings) -> list[DemoLink]:
    """Make what is missing of the demo; returns a new personal link for each of its people. Blocks."""
    return asyncio.run(_ensure(compose(settings), settings.url))


def welcome(settings: Settings, links: list[DemoLink]) -> str:
    """What `deskside demo` prints once it serves."""
    width = max(len(link.name) for link in links)
    titles = {Role.TEACHER: "tutor", Role.STUDENT: "student", Role.CENTER_ADMIN: "admin"}
    rows = "\n".join(f"  {titles[link.role]:<8} {link.name:<{width}}  {link.url}" for link in links)
    return (
        f"\nDeskside is at {settings.url}. Everybody has a link of their own:\n\n{rows}\n\n"
        "Open each in a window of its own profile (a private window, another browser, another device): a browser is\n"
        "one person at a time. The tutor clicks Start Session, the students Join Session. Ctrl+C ends it.\n"
    )


async def _ensure(parts: Composition, url: str) -> list[DemoLink]:
    try:
        await _seed(parts)
        session = await _ready_session(parts, actor_of(TUTOR))
        student, tutor = f"/dashboard/student/sessions/{session}/video", f"/dashboard/tutor/sessions/{session}/live"
        paths = {Role.STUDENT: student, Role.TEACHER: tutor, Role.CENTER_ADMIN: "/dashboard/center"}
        links = []
        for user in (TUTOR, *STUDENTS, ADMIN):
            link = await parts.services.links.issue_link(user, LINK_MS, path=paths[user.role], single_use=False)
            links.append(DemoLink(user.name, user.role, f"{url}/join/{link.secret}"))
        return links
    finally:
        await parts.database.close()


async def _seed(parts: Composition) -> None:
    async with parts.services.outside.storage.transaction() as unit:
        if await unit.accounts.center(CENTER.id) is not None:
            return
        await unit.accounts.add_center(CENTER)
        for user in (TUTOR, ADMIN, *STUDENTS):
            await unit.accounts.add_user(user)
        for exercise in EXERCISES:
            await unit.exercises.add(exercise)


async def _ready_session(parts: Composition, tutor: Actor) -> SessionId:
    """The session that is not over yet, else a new one."""
    summaries = (await parts.services.sessions.summaries(tutor)).sessions
    for summary in summaries:
        if summary.status.value in ("SCHEDULED", "LIVE"):
            return summary.id
    now = parts.services.outside.clock.now()
    new = NewSession(
        title="Math Class",
        scheduled_start=now,
        scheduled_end=Millis(now + LENGTH_MS),
        student_ids=tuple(student.id for student in STUDENTS),
        session_id=None if summaries else FIRST_SESSION,
    )
    session = await parts.services.sessions.create(tutor, new)
    lanes = zip(STUDENTS, (0, 1, 0, 0, 1), strict=True)
    for student, exercise in lanes:
        await parts.services.work.assign(tutor, session.id, student.id, EXERCISES[exercise].id)
    return session.id
