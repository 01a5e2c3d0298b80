"""A page's line to a running server, without a browser: personal link, join grant, socket, and signalling over it.

Implements `Signalling` for the one person whose line it is, so that a `LeanPerson` can sit behind it.
"""

import asyncio
import secrets
from collections.abc import Callable, Coroutine

import httpx
import socketio

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.media import Offer, Stream

ACT_SECONDS = 10.0
HEARTBEAT_SECONDS = 10.0
PROOF_SECONDS = 2.0
Json = dict[str, object]
TakeOffer = Callable[[Offer], Coroutine[None, None, None]]
Take = Callable[[Json], None]


class ActRefused(Exception):
    """The server said no; the message is its code and its words."""


class Visitor:
    """Somebody signed in by their personal link, with what they may do over HTTP."""

    def __init__(self, http: httpx.AsyncClient, user: UserId, csrf: str) -> None:
        self._http, self._csrf = http, csrf
        self.user = user

    @classmethod
    async def come(cls, url: str, link: str) -> "Visitor":
        """Follow the link. Close the visitor at the end."""
        http = httpx.AsyncClient(base_url=url, timeout=ACT_SECONDS)
        (await http.post(link, headers={"Sec-Fetch-Site": "same-origin"}))
        me = (await http.get("/api/me")).raise_for_status().json()
        return cls(http, UserId(me["user"]["id"]), me["csrf"])

    @property
    def url(self) -> str:
        return str(self._http.base_url).rstrip("/")

    async def get(self, path: str) -> Json:
        """Ask for something, again when the server says that it is too often. Raises httpx.HTTPStatusError."""
        while True:
            answer = await self._http.get(path)
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return dict(answer.raise_for_status().json())
            await asyncio.sleep(float(answer.headers["Retry-After"]))

    async def post(self, path: str, fields: Json) -> Json:
        """Do something. Raises httpx.HTTPStatusError."""
        answer = await self._http.post(path, json=fields, headers={"X-CSRF-Token": self._csrf})
        return dict(answer.raise_for_status().json())

    async def close(self) -> None:
        await self._http.aclose()


class Line:
    """One person's socket in one session. `open` makes one; offers that come later go to `on_offer`."""

    def __init__(self, session: SessionId, user: UserId) -> None:
        self.session, self.user = session, user
        self.on_offer: TakeOffer | None = None
        self.edges: Json = {}
        """What the server last said: who hears and sees whom, from and to this person."""
        self._socket = socketio.AsyncClient(reconnection=False)
        self._shown: object = None
        """Whom the page's sign shows; None: it is not in the room."""
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, visitor: Visitor, session: SessionId) -> "Line":
        """Get the join grant and connect."""
        line = cls(session, visitor.user)
        admission = await visitor.get(f"/api/sessions/{session}/video/token")
        line._socket.on("media:edges", line._take_edges)
        line._socket.on("media:offer", line._take_offer)
        auth = {"token": admission["token"], "page": secrets.token_hex(16), "seq": None}
        await line._socket.connect(visitor.url, auth=auth, transports=["websocket"], socketio_path="/api/socket")
        line._keep(line._beat())
        line._keep(line._prove())
        return line

    async def act(self, name: str, fields: Json) -> Json:
        """Send an act and wait for its acknowledgement. Raises ActRefused, socketio.exceptions.TimeoutError."""
        ack = dict(await self._socket.call(name, fields, timeout=ACT_SECONDS))
        if not ack["ok"]:
            raise ActRefused(f"{name}: {ack['code']} {ack['message']}")
        if name in ("join-session", "sign-shown"):
            self._shown = fields["audience"]
        return ack

    def hear(self, name: str, take: Take) -> None:
        """Call `take` with each message of this name that the server sends."""
        self._socket.on(name, take)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._socket.disconnect()

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        """See `Signalling`; the line knows who it is, in which session and on which page."""
        return str((await self.act("media:publish", {"offer": offer, "beside": beside}))["answer"])

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        """See `Signalling`; the server decides about the sources."""
        offer = (await self.act("media:subscribe", {"beside": beside}))["offer"]
        return None if offer is None else _offer(offer)

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        """The server does this by itself."""

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        """See `Signalling`."""
        await self.act("media:answer", {"answer": answer, "of": of})

    async def refresh(self, session: SessionId, person: UserId) -> None:
        """See `Signalling`."""
        await self.act("media:refresh", {})

    def _take_edges(self, edges: Json) -> None:
        self.edges = edges

    def _take_offer(self, offer: Json) -> None:
        if self.on_offer:
            self._keep(self.on_offer(_offer(offer)))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _prove(self) -> None:
        """As a page that is drawn: what was shown last, again and again."""
        while True:
            await asyncio.sleep(PROOF_SECONDS)
            if self._shown is not None:
                await self.act("page-drawn", {"audience": self._shown})

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS * (0.5 + secrets.randbelow(500) / 1000))
            await self.act("heartbeat", {"active": True})


def _offer(fields: object) -> Offer:
    assert isinstance(fields, dict)
    streams = tuple(Stream(each["mid"], UserId(each["source"]), TrackKind(each["kind"])) for each in fields["streams"])
    return Offer(fields["sdp"], streams, fields["fresh"])
