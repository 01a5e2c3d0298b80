"""A lesson that was recorded, in memory behind the real HTTP edge: for looking at it again, and for measuring that."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import uvicorn
from tests.fakes.passwords import PlainPasswords
from tests.fakes.replays import FakeMaterials, playable, sealed
from tests.services.house import EXERCISE, HERE, House

from deskside.domain.access import Actor
from deskside.domain.boards.elements import element_of
from deskside.domain.boards.revisions import revise_board
from deskside.domain.boards.scene import BoardId
from deskside.domain.center import CenterSettings
from deskside.domain.consent import ConsentKind
from deskside.domain.events import Events, TracksChanged
from deskside.domain.ids import HelpId, Millis, RecordingId, UserId
from deskside.domain.modes import AddressAll, LaneMode, Urgency
from deskside.domain.recording.life import change_consent, start_recording
from deskside.domain.recording.playable import Playable
from deskside.domain.recording.spoken import Line, Word
from deskside.domain.session import Session
from deskside.http.app import build
from deskside.http.edge import EdgeConfig
from deskside.ports.boards import Place, Revision
from deskside.ports.replays import Material
from deskside.ports.storage import Center
from deskside.services.boards.packing import pack, weigh
from deskside.services.door import Ref
from deskside.services.lanes import HelpCall
from deskside.services.suite import Services, assemble
from e2e.server import free_port

SPOKEN = (
    (4, "tutor", "Good morning everybody. Today we look at fractions again."),
    (9, "tutor", "Alice, would you show me how many parts of this bar are coloured?"),
    (14, "alice", "Six of the eight parts, so it is six eighths."),
    (19, "tutor", "Right. Can you say that with smaller numbers?"),
    (24, "alice", "I could divide both by two. Three quarters?"),
    (30, "tutor", "Exactly. Write it below the bar, please."),
    (40, "bob", "I do not know how to begin with the second question."),
    (45, "tutor", "Find a common denominator first. What about six?"),
    (52, "bob", "Then it is three sixths and two sixths."),
)


@dataclass(slots=True)
class Replayed:
    """A server that runs; `house` is where the lesson was held, `services` are what is served."""

    house: House
    services: Services
    url: str

    async def link(self, name: str) -> str:
        """An address that signs this person in."""
        async with self.house.storage.transaction() as unit:
            user = await unit.accounts.user(HERE, UserId(name))
        assert user is not None
        made = await self.services.links.issue_link(user, Millis(600_000), single_use=True)
        return f"{self.url}/join/{made.secret}"

    def page(self, side: str) -> str:
        """Where a tutor or a student sees it."""
        return f"{self.url}/dashboard/{side}/sessions/{self.house.session_id}/replay"


@contextlib.asynccontextmanager
async def replayed(web: Path, films: dict[str, Path], seconds: int) -> AsyncIterator[Replayed]:
    """Serve it. `web`: the built client; `films`: a WebM of each person, `to-alice`: what was cut for her."""
    materials, house = FakeMaterials(), House()
    await _lesson(await house.open(), seconds)
    services = assemble(replace(house.services.outside, materials=materials), PlainPasswords())
    started = (await house.session()).started_at
    files = [await _kept(services, name, film, seconds) for name, film in films.items()]
    materials.kept[HERE, house.session_id] = Material(started, tuple(files), tuple(_line(*x) for x in SPOKEN))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = build(services, EdgeConfig(url=url, video_provider="CUSTOM", web_dir=web))
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.02)
        yield Replayed(house, services, url)
    finally:
        server.should_exit = True
        await serving


async def _kept(services: Services, name: str, film: Path, seconds: int) -> Playable:
    kind = "to_student" if name == "to-alice" else "person"
    person = UserId(name.removeprefix("to-"))
    made = replace(playable(name, kind, person), duration_ms=Millis(seconds * 1000))
    return await sealed(services.vault, HERE, made, await asyncio.to_thread(film.read_bytes))


def _line(at: int, who: str, text: str) -> Line:
    words = text.split()
    each = 300
    return Line(
        UserId(who),
        tuple(
            Word(Millis(at * 1000 + n * each), Millis(at * 1000 + (n + 1) * each), word) for n, word in enumerate(words)
        ),
    )


async def _lesson(house: House, seconds: int) -> None:
    """Everybody but Erin agrees to be recorded; Alice is taught first, Bob calls for help."""
    tutor, alice, bob = house.tutor, house.alice, house.bob
    room, lanes, session_id = house.sessions, house.lanes, house.session_id
    async with house.storage.transaction() as unit:
        allowed = CenterSettings(students_replay=True)
        await unit.accounts.update_center(Center(HERE, "Northside Learning Center", allowed))
    await room.start(tutor, session_id)
    await _notice(house, lambda now: start_recording(now, RecordingId("film")))
    pages = {}
    for actor in (tutor, *house.students):
        pages[actor] = await house.enter(actor)
        if actor.user_id != "erin":
            await _notice(house, partial(_agrees, actor))
    for actor, page in pages.items():
        tracks = TracksChanged(actor.user_id, mic=True, camera=actor.user_id != "david", screen=False)
        await house.attendance.set_tracks(actor, session_id, page, tracks)
    await house.work.assign(tutor, session_id, alice.user_id, EXERCISE)
    house.clock.pass_ms(3_000)
    await lanes.set_lane_mode(tutor, session_id, alice.user_id, LaneMode.TEACH)
    for at in range(1, 9):
        house.clock.pass_ms(4_000)
        await _draw(house, alice, at)
    await lanes.set_lane_mode(tutor, session_id, alice.user_id, LaneMode.OBSERVE)
    await lanes.ask_help(bob, session_id, HelpCall(HelpId("h"), Urgency.HIGH, "How do I begin?"))
    house.clock.pass_ms(4_000)
    await lanes.respond_to_help(tutor, session_id, bob.user_id, HelpId("h"))
    await _draw(house, bob, 3)
    house.clock.pass_ms(18_000)
    await lanes.address_all(tutor, session_id, AddressAll.LATCH)
    house.clock.pass_ms(6_000)
    await room.pause(tutor, session_id)
    house.clock.pass_ms(8_000)
    await room.resume(tutor, session_id)
    house.clock.pass_ms(max(1_000, seconds * 1000 - 71_000))
    await room.end(tutor, session_id)


def _agrees(actor: Actor, session: Session) -> Events:
    return change_consent(session, actor.user_id, frozenset(ConsentKind), 1)


def _revises(actor: Actor, number: int, session: Session) -> Events:
    return revise_board(session, actor.user_id, number)


async def _notice(house: House, decide: Callable[[Session], Events]) -> None:
    await house.door.notice(Ref(HERE, house.session_id), decide)


async def _draw(house: House, actor: Actor, number: int) -> None:
    """The board with so many parts of a bar coloured."""
    place = Place(HERE, house.session_id, BoardId(actor.user_id))
    content = pack(element_of(x, weigh) for x in bar(number))
    revision = Revision(number, 0, house.clock.now(), whole=True, content=content)
    async with house.storage.transaction() as unit:
        await unit.boards.add_revision(place, revision)
    await _notice(house, partial(_revises, actor, number))


def bar(coloured: int) -> list[dict[str, object]]:
    """A bar of eight parts, as Excalidraw has it."""
    return [
        {
            "id": f"part{n}",
            "type": "rectangle",
            "x": 100 + n * 90,
            "y": 200,
            "width": 90,
            "height": 140,
            "angle": 0,
            "strokeColor": "#1e1e1e",
            "backgroundColor": "#0b6b66" if n < coloured else "transparent",
            "fillStyle": "solid",
            "strokeWidth": 2,
            "strokeStyle": "solid",
            "roughness": 1,
            "opacity": 100,
            "groupIds": [],
            "frameId": None,
            "index": f"a{n}",
            "roundness": None,
            "seed": 1,
            "version": 1,
            "versionNonce": 1,
            "isDeleted": False,
            "boundElements": None,
            "updated": 1,
            "link": None,
            "locked": False,
        }
        for n in range(8)
    ]
