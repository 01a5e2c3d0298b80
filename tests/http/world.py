"""Two centers with the same people each, a session in each, and browsers for everybody."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from fastapi import FastAPI

from deskside.domain.ids import CenterId, ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.http.app import build
from deskside.http.edge import EdgeConfig
from deskside.http.limits import Limits
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Center, User
from deskside.services.attendance import actor_of
from deskside.services.outside import Outside
from deskside.services.sessions import NewSession
from deskside.services.suite import Services, assemble
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.passwords import PlainPasswords
from tests.fakes.replays import FakeMaterials
from tests.fakes.storage import FakeStorage
from tests.fakes.vault import kept_in_memory
from tests.http.browser import Browser

PASSWORD = "correct horse battery"
HERE, ELSEWHERE = CenterId("here"), CenterId("elsewhere")
ROLES = {
    "tutor": Role.TEACHER,
    "other-tutor": Role.TEACHER,
    "admin": Role.CENTER_ADMIN,
    "alice": Role.STUDENT,
    "bob": Role.STUDENT,
}
"""In each center. The tutor's session has alice; bob and the other tutor are in none."""


def user_id(center: CenterId, name: str) -> UserId:
    """The id of somebody of a center."""
    return UserId(f"{center}-{name}")


def session_id(center: CenterId) -> SessionId:
    """The id of the one session of a center."""
    return SessionId(f"{center}-session")


@dataclass(slots=True)
class World:
    """Everything behind the HTTP edge, in memory."""

    config: EdgeConfig
    clock: HeldClock = field(default_factory=HeldClock)
    engine: FakeEngine = field(default_factory=lambda: FakeEngine(everyone_connected=True))
    storage: FakeStorage = field(default_factory=FakeStorage)
    broadcast: RecordedBroadcast = field(default_factory=RecordedBroadcast)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    materials: FakeMaterials = field(default_factory=FakeMaterials)
    services: Services = field(init=False)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        outside = Outside(
            self.storage,
            self.engine,
            self.broadcast,
            self.clock,
            CountedSecrets(),
            keeping=kept_in_memory(),
            materials=self.materials,
        )
        self.services = assemble(outside, self.passwords)
        self.app = build(self.services, self.config)

    async def settle(self) -> "World":
        """Put the two centers, their people and their sessions (with rooms) in."""
        for center in (HERE, ELSEWHERE):
            async with self.storage.transaction() as unit:
                await unit.accounts.add_center(Center(center, f"Center {center}"))
                for name, role in ROLES.items():
                    person = User(user_id(center, name), center, role, name.title())
                    if role is not Role.STUDENT:
                        email = f"{name}@{center}.test"
                        person = replace(person, email=email, password_hash=f"hash of {PASSWORD}")
                    await unit.accounts.add_user(person)
                await unit.exercises.add(Exercise(ExerciseId(f"{center}-ex"), center, "Fractions", "Math", "1/2 + 1/3"))
            start = self.clock.now()
            new = NewSession(
                title="Math <Class>",
                scheduled_start=start,
                scheduled_end=Millis(start + 3_600_000),
                student_ids=(user_id(center, "alice"),),
                session_id=session_id(center),
            )
            tutor = actor_of(await self.user(center, "tutor"))
            await self.services.sessions.create(tutor, new)
            await self.services.sessions.create_room(tutor, session_id(center))
        return self

    async def user(self, center: CenterId, name: str) -> User:
        """Somebody as they are stored."""
        async with self.storage.transaction() as unit:
            user = await unit.accounts.user(center, user_id(center, name))
        assert user is not None
        return user

    def stranger(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(self.app)

    async def browser(self, name: str, center: CenterId = HERE) -> Browser:
        """A browser in which this person is signed in."""
        person = await self.user(center, name)
        link = await self.services.links.issue_link(person, Millis(60_000), single_use=True)
        browser = self.stranger()
        await browser.sign_in(f"/join/{link.secret}")
        return browser


def config(web_dir: Path, url: str = "http://deskside.test", limits: Limits | None = None) -> EdgeConfig:
    """The edge's configuration for tests, with the API's description on."""
    return EdgeConfig(url=url, video_provider="CUSTOM", web_dir=web_dir, api_docs=True, limits=limits or Limits())


def build_client(folder: Path) -> Path:
    """What Vite would leave in `folder`: a manifest, one script each, a shared module with its styles."""
    (folder / "assets").mkdir(parents=True)
    manifest: dict[str, object] = {"_ui.js": {"file": "assets/ui-1.js", "css": ["assets/ui-1.css"]}}
    for name in ("login", "home", "center", "library", "replay", "student", "tutor", "connection-test"):
        entry = {"file": f"assets/{name}-1.js", "isEntry": True, "imports": ["_ui.js"], "css": [f"assets/{name}-1.css"]}
        manifest[f"src/app/{name}.tsx"] = entry
        (folder / "assets" / f"{name}-1.js").write_text(f"// {name}")
        (folder / "assets" / f"{name}-1.css").write_text(f".{name}{{color:red}}")
    (folder / "assets" / "ui-1.js").write_text("// ui, plain")
    (folder / "assets" / "ui-1.js.br").write_bytes(b"ui, br")
    (folder / "assets" / "ui-1.js.gz").write_bytes(b"ui, gz")
    (folder / "assets" / "ui-1.css").write_text(".ui{color:blue}")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
