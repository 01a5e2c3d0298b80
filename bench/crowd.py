"""Many people of one center, each with a browser of their own, as far as a server can tell: cookies, files, socket."""

import asyncio
import contextlib
import json
import re
import secrets
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from e2e.server import Server, serving

from deskside.app import Composition, compose
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.storage import Center, User
from deskside.services.attendance import actor_of
from deskside.services.sessions import NewSession
from deskside.settings import Settings

STUDENTS = 5
HOUR_MS = 3_600_000
BEHIND_ONE_ADDRESS = 30
"""People of one school. The addresses are of no proxy that the server trusts, so they are strangers' houses."""
SOCKET = "/api/socket/?EIO=4&transport=websocket"
CONNECTIONS = 6
"""Of a browser to one server (HTTP/1.1)."""
LIMIT_SECONDS = 10.0
_BOOT = re.compile(r'<script type="application/json" id="boot">(.*?)</script>', re.DOTALL)
_ASSET = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css))"')


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of the crowd. `tutor`: of their session, perhaps themself."""

    user: str
    tutor: str
    session: str
    link: str

    @property
    def place(self) -> str:
        """Their page in the session."""
        if self.user == self.tutor:
            return f"/dashboard/tutor/sessions/{self.session}/live"
        return f"/dashboard/student/sessions/{self.session}/video"


class NotIn(Exception):
    """The server did not let somebody in; the message says where."""


class Browser:
    """One person's browser with one page. `open`ed anew it is loaded anew."""

    def __init__(self, guest: Guest, url: str, school: int) -> None:
        """`school`: from 0; whose people have one address."""
        self.guest = guest
        connector = aiohttp.TCPConnector(local_addr=(f"127.0.1.{school + 1}", 0), limit_per_host=CONNECTIONS)
        timeout = aiohttp.ClientTimeout(total=LIMIT_SECONDS)
        self._http = aiohttp.ClientSession(url, connector=connector, timeout=timeout)
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._acks: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._page, self._token, self._csrf = "", "", ""
        self._files: set[str] = set()
        """Loaded already: they never change, and are not asked for again."""
        self._seq: int | None = None

    async def follow_link(self) -> None:
        """See whose link it is, press the button. Raises NotIn."""
        await self._get(self.guest.link)
        async with self._http.post(self.guest.link, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            if answer.status != 200:
                raise NotIn(f"link: {answer.status}")

    async def open(self, *, files: bool = True) -> None:
        """Load the page, perhaps with its files; a former one of this browser is gone. Raises NotIn."""
        await self.close_socket()
        html = await self._get(self.guest.place)
        if files:
            wanted = set(_ASSET.findall(html)) - self._files
            await asyncio.gather(*(self._get(path) for path in sorted(wanted)))
            self._files |= wanted
        found = _BOOT.search(html)
        boot = json.loads(found[1]) if found else {}
        if not boot.get("admission"):
            raise NotIn("page: no grant")
        self._page, self._seq = secrets.token_hex(16), None
        self._token, self._csrf = boot["admission"]["token"], boot["csrf"]

    async def start(self) -> None:
        """Start the session, as its tutor."""
        fields = {"session_id": self.guest.session, "action": "start"}
        headers = {"X-CSRF-Token": self._csrf}
        async with self._http.post("/api/academic/sessions/manage", json=fields, headers=headers) as answer:
            answer.raise_for_status()

    async def answers(self) -> bool:
        """Whether the server can be reached."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._http.get("/api/health") as answer:
                return answer.status not in (502, 504)
        return False

    async def connect(self) -> None:
        """Have the page's socket, until the welcome. Raises NotIn, aiohttp.ClientError and TimeoutError."""
        socket = await self._http.ws_connect(SOCKET, max_msg_size=0)
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                await socket.receive_str()
                await socket.send_str("40" + json.dumps({"token": self._token, "page": self._page, "seq": self._seq}))
                while (answer := await socket.receive_str()) == "2":
                    await socket.send_str("3")
                if not answer.startswith("40"):
                    raise NotIn(f"socket: {answer[:80]}")
                while (told := await socket.receive_str()) == "2":
                    await socket.send_str("3")
                welcome = json.loads(told[2:])
        except (TypeError, ValueError) as closed:
            await socket.close()
            raise NotIn("socket: closed") from closed
        except BaseException:
            await socket.close()
            raise
        self._seq, self._socket = welcome[1]["seq"], socket
        self._reader = asyncio.create_task(self._read(socket))

    async def join(self) -> None:
        """Enter the room. Raises NotIn."""
        audience = [] if self.guest.user == self.guest.tutor else [self.guest.tutor]
        assert self._socket is not None
        number = len(self._acks) + 1
        told = self._acks[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(f"42{number}" + json.dumps(["join-session", {"audience": audience}]))
        async with asyncio.timeout(LIMIT_SECONDS):
            ack = await told
        if not ack["ok"]:
            raise NotIn(f"join: {ack['code']}")

    async def lost(self) -> None:
        """Wait until the socket is gone."""
        if self._reader is not None:
            await asyncio.wait([self._reader])

    async def close_socket(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def close(self) -> None:
        await self.close_socket()
        await self._http.close()

    async def _get(self, path: str) -> str:
        async with self._http.get(path) as answer:
            if answer.status != 200:
                raise NotIn(f"{path.split('/')[1]}: {answer.status}")
            return await answer.text(errors="replace")

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            text = str(message.data)
            if text == "2":
                await socket.send_str("3")
            elif text.startswith("43"):
                number, _, content = text[2:].partition("[")
                self._acks[int(number)].set_result(json.loads("[" + content)[0])


@contextlib.asynccontextmanager
async def crowd(sessions: int) -> AsyncIterator[tuple[Server, list[Browser]]]:
    """A server with so many sessions to come, and a browser for each of their people; nobody is signed in."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "crowd.json"
        async with serving(Path(folder), prepare=partial(settle, sessions=sessions, file=file)) as server:
            guests = [Guest(**each) for each in json.loads(file.read_text())]
            browsers = [Browser(x, server.url, at // BEHIND_ONE_ADDRESS) for at, x in enumerate(guests)]
            try:
                yield server, browsers
            finally:
                await asyncio.gather(*(each.close() for each in browsers), return_exceptions=True)


def settle(settings: Settings, *, sessions: int, file: Path) -> None:
    """Put the crowd into the database of a server that does not run yet; `file` says who they are. Blocks."""
    file.write_text(json.dumps([asdict(guest) for guest in asyncio.run(_settle(compose(settings), sessions))]))


async def _settle(parts: Composition, sessions: int) -> list[Guest]:
    center = Center(CenterId("crowd"), "Crowd")
    try:
        async with parts.services.outside.storage.transaction() as unit:
            await unit.accounts.add_center(center)
        return [guest for number in range(sessions) for guest in await _table(parts, center.id, number)]
    finally:
        await parts.database.close()


async def _table(parts: Composition, center: CenterId, number: int) -> list[Guest]:
    tutor = User(UserId(f"tutor-{number}"), center, Role.TEACHER, f"Tutor {number}")
    ids = [UserId(f"student-{number}-{at}") for at in range(STUDENTS)]
    students = [User(each, center, Role.STUDENT, f"Student {number} {at}") for at, each in enumerate(ids)]
    async with parts.services.outside.storage.transaction() as unit:
        for user in (tutor, *students):
            await unit.accounts.add_user(user)
    now = parts.services.outside.clock.now()
    new = NewSession("Algebra", now, Millis(now + HOUR_MS), tuple(ids))
    session = await parts.services.sessions.create(actor_of(tutor), new)
    guests = []
    for user in (tutor, *students):
        link = await parts.services.links.issue_link(user, Millis(24 * HOUR_MS), single_use=False)
        guests.append(Guest(user.id, tutor.id, session.id, f"/join/{link.secret}"))
    return guests
