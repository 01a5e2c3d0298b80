"""A whole house in memory behind a real socket server, and pages that talk to it as browsers do."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import socketio
import uvicorn

from deskside.domain.access import Actor
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.domain.visibility import Envelope as Seen
from deskside.domain.visibility import receive
from deskside.ports.logins import Login
from deskside.ports.storage import Center, UnitOfWork, User
from deskside.realtime.broadcast import SocketBroadcast
from deskside.realtime.connections import Connections
from deskside.realtime.limits import Limits
from deskside.realtime.server import MESSAGE_BYTES, Realtime
from deskside.services.attendance import actor_of
from deskside.services.outside import Outside
from deskside.services.sessions import NewSession
from deskside.services.suite import assemble
from deskside.wire.messages import Envelope
from deskside.wire.views import view_from_json
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.passwords import PlainPasswords
from tests.fakes.storage import FakeStorage
from tests.fakes.vault import kept_in_memory

PATIENCE_SECONDS = 10.0
CENTER = CenterId("center")
Json = dict[str, Any]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true; fail after a limit."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110  what is waited for lies in sockets and in the code under test
            await asyncio.sleep(0.005)


@dataclass(eq=False)
class Page:
    """A page in a browser: its socket and all that it was told."""

    url: str
    page: str
    token: str
    told: list[tuple[str, Json]] = field(default_factory=list)
    transport: str = "websocket"
    """Or "polling"."""
    refused: Json | None = None
    """What the last refused connection said."""

    def __post_init__(self) -> None:
        self.socket = socketio.AsyncClient(reconnection=False)
        self.socket.on("*", self._hear)
        self.socket.on("connect_error", self._refuse)

    async def connect(self, *, seq: int | None = None, auth: Mapping[str, object] | None = None) -> "Page":
        """Connect and wait for the welcome."""
        shown = {"token": self.token, "page": self.page, "seq": seq} if auth is None else auth
        before = len(self.all("session:welcome"))
        await self.socket.connect(self.url, auth=dict(shown), transports=[self.transport], socketio_path="/api/socket")
        await until(lambda: len(self.all("session:welcome")) > before)
        return self

    async def is_refused(self, *, auth: Mapping[str, object] | None = None) -> str:
        """Try to connect; returns the code with which that was refused."""
        try:
            await self.connect(auth=auth)
        except socketio.exceptions.ConnectionError:
            await until(lambda: self.refused is not None)
        assert self.refused is not None, "the connection was not refused"
        return str(self.refused["data"]["code"])

    async def act(self, name: str, **fields: object) -> Json:
        """Do something; returns the acknowledgement."""
        return await self.send(name, fields)

    async def act_as(self, act_id: object, name: str, **fields: object) -> Json:
        """The same as the act of this id: sent again, it is no other."""
        answer: Json = await self.socket.call(name, (fields, act_id), timeout=PATIENCE_SECONDS)
        return answer

    async def send(self, name: str, fields: object) -> Json:
        """The same with fields of any shape."""
        answer: Json = await self.socket.call(name, fields, timeout=PATIENCE_SECONDS)
        return answer

    async def leave(self) -> None:
        """Close the socket."""
        await self.socket.disconnect()

    @property
    def connected(self) -> bool:
        return bool(self.socket.connected)

    def all(self, name: str) -> list[Json]:
        """Everything of one name that it was told."""
        return [data for told, data in self.told if told == name]

    @property
    def welcome(self) -> Json:
        """The newest one."""
        return self.all("session:welcome")[-1]

    @property
    def envelopes(self) -> list[Json]:
        """All of them, in the order in which they came."""
        return [data for _, data in self.told if "session_id" in data]

    @property
    def seqs(self) -> list[int]:
        """The numbers that it was told, beginning with the one of its first view."""
        return [self.all("session:welcome")[0]["seq"], *(x["seq"] for x in self.envelopes)]

    async def knows(self, seq: int) -> None:
        """Wait until it was told this number."""
        await until(lambda: self.seqs[-1] >= seq)

    def view(self) -> Session:
        """What it holds: its first view with every envelope folded in."""
        view = view_from_json(self.all("session:welcome")[0]["view"])
        for json in self.envelopes:
            got = Envelope.model_validate(json)
            view = receive(view, Seen(got.seq, got.at, got.event, got.view))
        return view

    async def _hear(self, name: str, data: Json) -> None:
        self.told.append((name, data))

    async def _refuse(self, data: Json) -> None:
        self.refused = data


class FragileStorage(FakeStorage):
    """Breaks once when told to."""

    fault: Exception | None = None

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self._break()
        return super().transaction()

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self._break()
        return super().reading()

    def _break(self) -> None:
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault


class House:
    """Services over fakes, a socket server, and people of one center."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.clock, self.storage, self.engine = HeldClock(), FragileStorage(), FakeEngine(everyone_connected=True)
        self.connections = Connections()
        self.broadcast = SocketBroadcast(self.connections)
        outside = Outside(
            self.storage, self.engine, self.broadcast, self.clock, CountedSecrets(), keeping=kept_in_memory()
        )
        self.services = assemble(outside, PlainPasswords())
        self.attendance, self.sessions = self.services.attendance, self.services.sessions
        self.lanes, self.calls, self.boards = self.services.lanes, self.services.calls, self.services.boards
        self.realtime = Realtime(self.services, self.connections, limits=limits)
        self.port = 0
        self.pages: list[Page] = []

    async def user(self, name: str, role: Role = Role.STUDENT, center: CenterId = CENTER) -> Actor:
        """Somebody new."""
        user = User(UserId(name), center, role, name.title())
        async with self.storage.transaction() as unit:
            if await unit.accounts.center(center) is None:
                await unit.accounts.add_center(Center(center, center.title()))
            await unit.accounts.add_user(user)
        return actor_of(user)

    async def session(self, tutor: Actor, *students: Actor, start: bool = True) -> SessionId:
        """A session of these people."""
        now = self.clock.now()
        new = NewSession("Algebra", now, Millis(now + 3_600_000), tuple(x.user_id for x in students))
        session = await self.sessions.create(tutor, new)
        if start:
            await self.sessions.start(tutor, session.id)
        return session.id

    async def page(self, actor: Actor, session: SessionId, page: str | None = None) -> Page:
        """A page of this person that has its token but is not connected yet."""
        login = Login(f"login of {actor.user_id}", actor.user_id, "csrf", Millis(0), Millis(2**60), id="login")
        async with self.storage.transaction() as unit:
            await unit.accounts.add_login(login)
        admission = await self.attendance.admit(actor, session, login.secret_hash)
        made = Page(f"http://127.0.0.1:{self.port}", page or f"page-{actor.user_id}", admission.token)
        self.pages.append(made)
        return made

    async def seated(self, actor: Actor, session: SessionId, page: str | None = None) -> Page:
        """A page of this person that is in the room."""
        made = await (await self.page(actor, session, page)).connect()
        student = actor.role is Role.STUDENT
        tutor = (await self.sessions.view(actor, session)).tutor.user_id
        joined = await made.act("join-session", audience=[tutor] if student else [])
        assert joined["ok"], joined
        await made.knows(joined["seq"])
        return made


async def _no_http(scope: object, receive: object, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def running(limits: Limits | None = None) -> AsyncIterator[House]:
    """A house whose socket listens on a free port."""
    house = House(limits)
    listener = socket.create_server(("127.0.0.1", 0))
    house.port = listener.getsockname()[1]
    config = uvicorn.Config(
        house.realtime.asgi(_no_http),
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=MESSAGE_BYTES,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await until(lambda: server.started)
    try:
        yield house
    finally:
        for page in house.pages:
            await page.leave()
        await house.realtime.stop()
        server.should_exit = True
        await serving
