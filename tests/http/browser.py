"""A browser as the HTTP edge sees it: cookies, the token of its pages, and what browsers say by themselves."""

import asyncio
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message, Scope

from deskside.wire.shapes import JsonObject

HOST = "deskside.test"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, whole."""

    status: int
    headers: dict[str, str]
    body: bytes
    set_cookies: tuple[str, ...] = ()

    @property
    def json(self) -> JsonObject:
        found: JsonObject = json.loads(self.body)
        return found

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def code(self) -> object:
        """The problem's code."""
        assert self.headers["content-type"] == "application/problem+json"
        return self.json["code"]


@dataclass(slots=True)
class Browser:
    """One browser with its cookies. Calls the application directly, as an ASGI server would."""

    app: ASGIApp
    address: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    async def get(self, target: str, headers: dict[str, str] | None = None) -> Answer:
        return await self.send("GET", target, headers=headers)

    async def post(self, target: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        return await self.send("POST", target, body=body, headers=headers)

    async def delete(self, target: str) -> Answer:
        return await self.send("DELETE", target)

    async def send(
        self, method: str, target: str, *, body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send `body` (bytes as they are, anything else as JSON) with cookies and the token, if there is one."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"host": HOST, "content-type": "application/json", "content-length": str(len(content))}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.csrf:
            sent["x-csrf-token"] = self.csrf
        parts = urlsplit(target)
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": quote(parts.path).encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in {**sent, **(headers or {})}.items()],
            "client": (self.address, 50000),
            "server": (HOST, 80),
            "state": {},
        }
        return self._keep_cookies(await _call(self.app, scope, content))

    async def follow(self, link_path: str, instead_of: str = "") -> Answer:
        """Press the button of a personal link's page."""
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        return await self.send("POST", link_path, body=f"instead_of={instead_of}".encode(), headers=headers)

    async def visit(self, target: str, headers: dict[str, str] | None = None) -> Answer:
        """Go somewhere, as a person does."""
        return await self.get(target, {"sec-fetch-mode": "navigate", "accept": "text/html", **(headers or {})})

    async def sign_in(self, link_path: str) -> None:
        """Follow a personal link and load the page's token."""
        followed = await self.follow(link_path)
        assert followed.status == 303
        self.csrf = str((await self.get("/api/me")).json["csrf"])

    def _keep_cookies(self, answer: Answer) -> Answer:
        for line in answer.set_cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer


async def _call(app: ASGIApp, scope: Scope, content: bytes) -> Answer:
    sent: list[Message] = []
    waiting: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]

    async def receive() -> Message:
        """The request; after it nothing comes, and the browser stays until it has its answer."""
        while not waiting:
            await asyncio.Event().wait()
        return waiting.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    written = [(name.decode().lower(), value.decode()) for name, value in reversed(start["headers"])]
    set_cookies = tuple(value for name, value in reversed(written) if name == "set-cookie")
    return Answer(start["status"], dict(written), b"".join(x.get("body", b"") for x in rest), set_cookies)
