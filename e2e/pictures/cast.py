"""Who is in the pictures: a center with more people than the demo's, and a lesson that has gone on for a while."""

import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Playwright

from e2e.chromium import browser_path
from e2e.faces import make_face
from e2e.lesson import Student, Tutor
from e2e.lines import Lines
from e2e.people import FLAGS, Person, reaching, someone
from e2e.server import Server
from e2e.ways_in import follow

MINUTE_MS = 60_000
LASTED_MINUTES = {"alice": 24, "bob": 23, "carol": 24, "david": 19, "erin": 22}
"""How long everybody has been in the lesson."""
EARLIER_MINUTES = {"alice": (58, 60, 57), "bob": (60, 52), "carol": (61, 60, 60), "david": (58,), "erin": (57, 60)}
"""In the sessions of the weeks before, the last one first."""
TAUGHT_MINUTES = {"alice": 6, "bob": 3, "carol": 5, "david": 2, "erin": 4}
PEOPLE = (
    ("STUDENT", "Fatima Haddad", "Grade 6", "Math G4"),
    ("STUDENT", "Grace Nwosu", "Grade 8", "English G7"),
    ("STUDENT", "Henry Park", "Grade 7", "Math G6"),
    ("STUDENT", "Ines Moreau", "Grade 5", "Math G5"),
    ("STUDENT", "Jonas Lindqvist-Baumgartner", "Grade 6", "English G5"),
    ("STUDENT", "Kavya Rao", "Grade 8", "Math G7"),
    ("TEACHER", "Tunde Adeyemi", "", ""),
)

_POST = """
async ([path, body]) => {
  const { csrf } = await (await fetch("/api/me")).json();
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.ok ? await answer.json() : { refused: await answer.text() };
}
"""


async def post(page: Page, path: str, body: object) -> dict[str, Any]:
    """What the server answers to the person of this page."""
    answer: dict[str, Any] = await page.evaluate(_POST, [path, body])
    assert "refused" not in answer, answer
    return answer


async def get(page: Page, path: str) -> dict[str, Any]:
    """The same, asked without acting."""
    answer: dict[str, Any] = await page.evaluate("async (path) => (await fetch(path)).json()", path)
    return answer


async def add_people(admin: Page) -> None:
    """Those who are not in the demo."""
    for role, name, grade, course in PEOPLE:
        body = {"role": role, "name": name, "grade_level": grade, "course_level": course}
        if role == "TEACHER":
            body |= {"email": "t.adeyemi@riverside.example", "password": "a long first password"}
        await post(admin, "/api/users", body)


def _walk(node: object) -> Iterable[dict[str, Any]]:
    """All objects in it."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _walk(each)


_EARLIER = (
    """INSERT INTO session (id, center_id, title, tutor_id, status, scheduled_start, scheduled_end, is_open, state_seq,
      state)
    SELECT id || '-' || :weeks, center_id, title, tutor_id, 'COMPLETED', datetime(scheduled_start, :days),
      datetime(scheduled_end, :days), 0, state_seq, state FROM session WHERE id = 'session-123'""",
    """INSERT INTO student_session_enrollment (session_id, student_id, center_id, mode, progress, active_ms)
    SELECT session_id || '-' || :weeks, student_id, center_id, mode, 100, 0
    FROM student_session_enrollment WHERE session_id = 'session-123'""",
)
"""The same session some weeks ago, which is over."""
_STAY = """INSERT INTO video_participant (id, center_id, session_id, user_id, participant_id, joined_at, left_at,
      duration_ms, video_enabled, audio_enabled, screen_share_enabled, is_open)
    SELECT :student || :weeks, center_id, id, :student, :student || :weeks, scheduled_start, scheduled_end,
      :ms, 1, 1, 0, 0
    FROM session WHERE id = 'session-123-' || :weeks"""
_TIME = """UPDATE student_session_enrollment SET active_ms = :ms
    WHERE session_id = 'session-123-' || :weeks AND student_id = :student"""


def let_time_pass(server: Server) -> None:
    """The first session looks back on most of half an hour. The server must not run."""
    with sqlite3.connect(server.settings.database.partition(":///")[2]) as connection:
        [(session, text)] = connection.execute("SELECT id, state FROM session WHERE id = 'session-123'").fetchall()
        state = json.loads(text)
        state["watch"]["gathered_ms"] = 24 * MINUTE_MS + 7_000
        state["tutor"]["watch"]["gathered_ms"] = 24 * MINUTE_MS
        for part in _walk(state["lanes"]):
            if "teach_watch" not in part:
                continue
            name = part["person"]["user_id"].removeprefix("demo-")
            part["person"]["watch"]["gathered_ms"] = LASTED_MINUTES[name] * MINUTE_MS
            part["person"]["prior_ms"] = sum(EARLIER_MINUTES[name]) * MINUTE_MS
            part["teach_watch"]["gathered_ms"] = TAUGHT_MINUTES[name] * MINUTE_MS
        connection.execute("UPDATE session SET state = ? WHERE id = ?", (json.dumps(state), session))
        for weeks in (1, 2, 3):
            for statement in _EARLIER:
                connection.execute(statement, {"weeks": weeks, "days": f"-{7 * weeks} days"})
            for name, earlier in EARLIER_MINUTES.items():
                if weeks <= len(earlier):
                    values = {"weeks": weeks, "student": f"demo-{name}"}
                    connection.execute(_STAY, values | {"ms": earlier[weeks - 1] * MINUTE_MS})
                    connection.execute(_TIME, values | {"ms": earlier[weeks - 1] * MINUTE_MS})


class Cast:
    """Everybody who takes part, with a browser and a drawn face; browsers open when they are asked for."""

    def __init__(
        self, driver: Playwright, stack: contextlib.AsyncExitStack, folder: Path, server: Server, lines: Lines
    ) -> None:
        """`lines`: networks of people who lose them."""
        self.server = server
        self._lines = lines
        self._driver = driver
        self._stack = stack
        self._folder = folder

    async def person(self, name: str) -> Person:
        """In front of a camera."""
        artist = await self._driver.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        face = await make_face(artist, name, self._folder)
        await artist.close()
        flags = [f"--use-file-for-fake-video-capture={face}", *(reaching(self.server.url) if self._lines else ())]
        coming = someone(self._driver, name, self._folder, *flags, line=self._lines.get(name))
        return await self._stack.enter_async_context(coming)

    async def tutor(self) -> Tutor:
        """Ms Rivera."""
        return Tutor.of(await self.person("tutor"))

    async def student(self, name: str) -> Student:
        """One of the five."""
        return Student.of(await self.person(name))

    @contextlib.asynccontextmanager
    async def window(self, name: str | None = None, script: str = "") -> AsyncIterator[Page]:
        """A page of a plain browser without camera, of this person or nobody; `script` runs before the page's own."""
        flags = [*FLAGS, *(reaching(self.server.url) if self._lines else ())]
        browser = await self._driver.chromium.launch(executable_path=browser_path(), args=flags)
        page = await browser.new_page(base_url=self.server.url, viewport={"width": 1440, "height": 900})
        if script:
            await page.add_init_script(script)
        if name is not None:
            await follow(page, self.server.links[name])
        yield page
        await browser.close()
