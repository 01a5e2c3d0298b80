"""Engine.IO by long polling, for networks whose proxies break WebSockets: requests that carry what a WebSocket would.

Source: Engine.IO protocol 4, "HTTP long-polling": GET reads packets, POST writes some, U+001E stands between two.
A poll never waits for long: a ping is sent every few seconds. What a poll read that then was lost on its way is missed
by nobody: the page sees its request fail, and comes again with the number that it holds. Where a browser or a proxy
asks again by itself the page sees nothing, so it counts (`n`): a poll that comes again ends the line, a POST does
nothing.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qs

from deskside.domain.ids import Millis
from deskside.domain.limits import Bucket, Rate
from deskside.realtime.carried import Carried

QUERY_BYTES = 512
"""A page's has 80."""
BODY_BYTES = 64 * 1024
"""Of a POST, as of a message: the page's library makes several where there is more (`maxPayload`)."""
PACKETS = Rate(200, 1_500, "packets")
"""As the frames of a WebSocket (`serving.socket`); a request counts as one, too."""
LAST_WORDS_SECONDS = 5.0
"""Why it was closed can be read for so long after."""
FAREWELL_SECONDS = 1.0
"""A request that the page gave up waits so long for the farewell, so that a server that ends does not end before."""
SEPARATOR = "\x1e"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Answer(NamedTuple):
    status: int
    body: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Visitor(Protocol):
    """What is told to whoever counts connections."""

    recognised: bool
    idles: bool

    def brings(self, cookies: bytes) -> None: ...

    def signed_in(self) -> None: ...

    def waits(self) -> None: ...


OK = Answer(200, "ok")
WRONG = Answer(400, "This is no request of Engine.IO 4.")
UNKNOWN = Answer(400, "There is no such line (any more). Begin a new one.")
ELSEWHERE = Answer(403, "This was sent by another site. Use Deskside's own pages.")
TOO_LONG = Answer(413, "A message has 64 KiB at the most.")
TOO_MANY = Answer(429, "These are more packets than any page sends.")
FULL = Answer(503, "No line can be had now. Try again.", ((b"retry-after", b"2"),))


class _Line(NamedTuple):
    carried: Carried
    packets: Bucket
    task: asyncio.Task[None]
    newest: dict[str, int]
    """The number of the newest request of each method."""

    def follows(self, method: str, number: str | None) -> bool:
        """Whether it is the next one; counts it. None: clients other than our pages count nothing."""
        if number is not None:
            self.newest[method] += 1
        return number is None or number == str(self.newest[method])


class Polling:
    """All sockets that polls carry. `serve`: serves each of them as a WebSocket. `is_own`: whether an origin, asked at
    this host, is of our own pages."""

    def __init__(self, serve: Asgi, is_own: Callable[[str, str], bool]) -> None:
        self._serve = serve
        self._is_own = is_own
        self._lines: dict[str, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._lines)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI, for scopes of HTTP at the socket's path."""
        answer = await self._answer(scope, receive)
        if answer is None:
            return
        body = answer.body.encode("utf-8", "replace")
        headers = [
            (b"content-type", b"text/plain; charset=UTF-8"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),  # a poll that a proxy answers from memory is a line that hangs
            *answer.headers,
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def stop(self) -> None:
        """Close them all."""
        for line in self._lines.values():
            line.carried.close()

    async def _answer(self, scope: Scope, receive: Receive) -> Answer | None:
        """None: the page does not wait for one any more."""
        query = parse_qs(scope["query_string"][:QUERY_BYTES].decode("latin-1"))
        if query.get("EIO") != ["4"] or query.get("transport") != ["polling"] or "j" in query:
            return WRONG
        headers = dict(scope["headers"])
        if not self._comes_from_us(headers):
            return ELSEWHERE
        visitor: Visitor | None = scope.get("state", {}).get("visitor")
        if "sid" not in query:
            return await self._open(scope, headers, visitor) if scope["method"] == "GET" else WRONG
        line = self._lines.get(query["sid"][0])
        if line is None or line.carried.ended:
            return UNKNOWN
        if visitor is not None and line.carried.known:
            visitor.signed_in()
        if not line.packets.take(_now()):
            return _cut(line, TOO_MANY)
        number = query.get("n", [None])[0]
        if scope["method"] == "GET":
            return await _poll(line, number, receive, visitor)
        return await _post(line, number, receive) if scope["method"] == "POST" else WRONG

    def _comes_from_us(self, headers: dict[bytes, bytes]) -> bool:
        """As HTTP judges what acts, and the socket a WebSocket (`domain.site`)."""
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        if site is not None and site not in (b"same-origin", b"none"):
            return False
        return origin is None or self._is_own(origin.decode("latin-1"), headers.get(b"host", b"").decode("latin-1"))

    async def _open(self, scope: Scope, headers: dict[bytes, bytes], visitor: Visitor | None) -> Answer:
        if visitor is not None:
            visitor.brings(headers.get(b"cookie", b""))
        carried = Carried(recognised=visitor is not None and visitor.recognised)
        task = asyncio.ensure_future(self._serve(_as_websocket(scope, carried), carried.receive, carried.send))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: carried.close())
        packets = await carried.read()
        if carried.closed:
            return FULL
        sid = str(json.loads(packets[0][1:])["sid"])
        self._lines[sid] = _Line(carried, Bucket(PACKETS, _now()), task, {"GET": 0, "POST": 0})
        forget = lambda _: asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, self._lines.pop, sid, None)  # noqa: E731
        task.add_done_callback(forget)
        return Answer(200, SEPARATOR.join(packets))


def _as_websocket(scope: Scope, carried: Carried) -> Scope:
    """What the request that begins it would have been as an upgrade (RFC 6455, 4.1). `carried` is its visitor."""
    hop = (b"connection", b"upgrade")
    headers = [(name, value) for name, value in scope["headers"] if name not in hop]
    return {
        **{key: scope[key] for key in ("asgi", "client", "server", "path") if key in scope},
        "type": "websocket",
        "query_string": b"EIO=4&transport=websocket",
        "headers": [*headers, (b"connection", b"upgrade"), (b"upgrade", b"websocket")],
        "subprotocols": [],
        "state": {"visitor": carried},
    }


async def _poll(line: _Line, number: str | None, receive: Receive, visitor: Visitor | None) -> Answer | None:
    """Two at once end it, as the protocol has it: of one of them nobody would read the answer. So does one that comes
    again: what the first one read never arrived."""
    carried = line.carried
    if carried.reading or not line.follows("GET", number):
        return _cut(line, WRONG)
    carried.reading = True
    if visitor is not None:
        visitor.idles = True
        if not carried.known:
            visitor.waits()  # for a stranger to sign in: it may go before others
    read, gone = asyncio.ensure_future(carried.read()), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({read, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not gone.done():
            return Answer(200, SEPARATOR.join(await read))
        carried.close()  # whoever gives up a poll has given up the line
        await asyncio.wait({line.task}, timeout=FAREWELL_SECONDS)
        return None
    finally:
        for task in (read, gone):
            task.cancel()
        carried.reading = False
        if visitor is not None:
            visitor.idles = False


async def _post(line: _Line, number: str | None, receive: Receive) -> Answer | None:
    """One that comes again has been done: its answer was lost."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > BODY_BYTES:
            return _cut(line, TOO_LONG)
    try:
        packets = body.decode().split(SEPARATOR)
    except UnicodeDecodeError:
        return _cut(line, WRONG)
    now = _now()
    if not all(line.packets.take(now) for _ in packets):
        return _cut(line, TOO_MANY)
    if line.carried.closed:
        return UNKNOWN
    if number == str(line.newest["POST"]):
        return OK
    if not line.follows("POST", number):
        return _cut(line, WRONG)
    await line.carried.put(packets)
    return OK


def _cut(line: _Line, answer: Answer) -> Answer:
    line.carried.close()
    return answer


async def _gone(receive: Receive) -> None:
    """Returns once the page does not wait for the answer any more."""
    with suppress(OSError):
        while (await receive())["type"] != "http.disconnect":
            pass


def _now() -> Millis:
    return Millis(int(asyncio.get_running_loop().time() * 1000))
