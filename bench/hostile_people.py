"""Hostile people with centers of their own: what they send, and what came of it. Each center has an admin, a tutor, two
students in a live session, and things to be broken beside it, so that the limits of production leave room for many
inputs: they count by person, session, center and address.
"""

import asyncio
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deskside.app import Composition, compose
from deskside.domain.ids import CenterId, ExerciseId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Center, User
from deskside.services.attendance import actor_of
from deskside.services.sessions import NewSession
from deskside.settings import Settings

HOUR_MS = 3_600_000
ROLES = {
    "admin": Role.CENTER_ADMIN,
    "tutor": Role.TEACHER,
    "ada": Role.STUDENT,
    "ben": Role.STUDENT,
    "victim": Role.STUDENT,
    "other": Role.STUDENT,
}
"""The last two are only ever named."""
SEATED = ("tutor", "ada", "ben")
CONTENT = "$1/2$\n\n```number\n1 + 1\n= 2\n```\n\n```choice\nWhich?\n- [x] $a$\n- [ ] b\n```\n"


@dataclass(frozen=True, slots=True)
class Den:
    """A hostile center. `session` is theirs; `spare` is the one that they break over HTTP."""

    address: str
    session: str
    spare: str
    links: dict[str, str] = field(default_factory=dict)
    """Paths of personal links, by name."""
    ids: dict[str, list[str]] = field(default_factory=dict)
    """What exists, by the name of the parameter that means it."""


@dataclass(slots=True)
class Outcome:
    """What came of it all."""

    inputs: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    """How often each status or code was the answer."""
    refused: dict[str, int] = field(default_factory=dict)
    """How often somebody was not let in again, and why."""
    faults: list[str] = field(default_factory=list)
    """What was answered by a 5xx or `internal`, or not at all: the beginning of each."""
    slowest_ms: float = 0.0
    slowest: str = ""

    def note(self, answer: str, milliseconds: float, asked: str) -> None:
        """One answer. `asked`: what it answers."""
        self.inputs += 1
        self.answers[answer] = self.answers.get(answer, 0) + 1
        if answer in ("internal", "nothing") or (answer.isdigit() and int(answer) >= 500):
            self.faults.append(f"{answer}: {asked[:400]}")
        if milliseconds > self.slowest_ms:
            self.slowest_ms, self.slowest = milliseconds, asked[:400]

    def __add__(self, other: "Outcome") -> "Outcome":
        worse = max(self, other, key=lambda each: each.slowest_ms)
        answers, refused = (
            {key: mine.get(key, 0) + theirs.get(key, 0) for key in mine | theirs}
            for mine, theirs in ((self.answers, other.answers), (self.refused, other.refused))
        )
        faults = self.faults + other.faults
        return Outcome(self.inputs + other.inputs, answers, refused, faults, worse.slowest_ms, worse.slowest)


def settle(settings: Settings, count: int, file: Path) -> None:
    """Put so many dens into the database of a server that does not run yet; `file` says what there is. Blocks."""
    file.write_text(json.dumps([asdict(den) for den in asyncio.run(_settle(compose(settings), count))]))


def dens(file: Path) -> list[Den]:
    """What `settle` wrote."""
    return [Den(**each) for each in json.loads(file.read_text())]


async def _settle(parts: Composition, count: int) -> list[Den]:
    try:
        return [await _den(parts, number) for number in range(count)]
    finally:
        await parts.database.close()


async def _den(parts: Composition, number: int) -> Den:
    center = Center(CenterId(f"den-{number}"), f"Den {number}")
    people = {name: User(UserId(f"den-{number}-{name}"), center.id, role, name) for name, role in ROLES.items()}
    exercise = Exercise(ExerciseId(f"den-{number}-ex"), center.id, "Fractions", "Mathematics", CONTENT)
    async with parts.services.outside.storage.transaction() as unit:
        await unit.accounts.add_center(center)
        for person in people.values():
            await unit.accounts.add_user(person)
        await unit.exercises.add(exercise)
    now = parts.services.outside.clock.now()
    sessions = []
    for _ in ("their own", "spare"):
        students = (people["ada"].id, people["ben"].id)
        new = NewSession("Algebra", now, Millis(now + HOUR_MS), students)
        sessions.append((await parts.services.sessions.create(actor_of(people["tutor"]), new)).id)
    links = {}
    for name, person in people.items():
        made = await parts.services.links.issue_link(person, Millis(24 * HOUR_MS), single_use=False)
        links[name] = f"/join/{made.secret}"
    ids: dict[str, list[str]] = {
        "session_id": [sessions[1]],
        "student_id": [people["ada"].id, people["ben"].id],
        "tutor": [people["tutor"].id],
        "user_id": [people["victim"].id, people["other"].id],
        "board": [people["ada"].id, "table"],
        "exercise_id": [exercise.id],
        "number": ["1", "2"],
        "written": ["x" * 43],
        "": ["none"],
    }
    return Den(f"10.66.{number}.1", sessions[0], sessions[1], links, ids)
