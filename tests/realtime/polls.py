"""Pages whose network breaks WebSockets, and polls of a test's own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from deskside.domain.ids import PageId, SessionId
from tests.realtime.house import House, Page

OPEN = {"EIO": "4", "transport": "polling"}
SEPARATOR = "\x1e"


class Bare:
    """Polls of a test's own."""

    def __init__(self, client: httpx.AsyncClient, sid: str) -> None:
        self.client, self.query = client, {**OPEN, "sid": sid}

    async def get(self, number: int | None = None) -> httpx.Response:
        return await self.client.get("", params=self._numbered(number))

    async def post(self, *packets: str, number: int | None = None) -> int:
        content = SEPARATOR.join(packets)
        return (await self.client.post("", params=self._numbered(number), content=content)).status_code

    def _numbered(self, number: int | None) -> dict[str, str]:
        return self.query if number is None else {**self.query, "n": str(number)}

    async def until_closed(self) -> str:
        """All that is heard until it ends."""
        heard = ""
        async with asyncio.timeout(8):
            while (answer := await self.get()).status_code == 200:
                heard += answer.text + SEPARATOR
        return heard


@asynccontextmanager
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    address = f"http://127.0.0.1:{house.port}/api/socket/"
    async with httpx.AsyncClient(base_url=address, timeout=15.0) as client:
        yield client


async def raw(client: httpx.AsyncClient) -> Bare:
    """After the handshake of Engine.IO."""
    opened = await client.get("", params=OPEN)
    assert opened.status_code == 200, opened.text
    return Bare(client, json.loads(opened.text[1:])["sid"])


async def signed_in(client: httpx.AsyncClient, page: Page) -> Bare:
    made = await raw(client)
    assert await made.post("40" + json.dumps({"token": page.token, "page": page.page})) == 200
    heard = ""
    while "session:welcome" not in heard:
        heard += (await made.get()).text
    return made


async def polling_page(house: House, like: Page, session: SessionId, name: str) -> Page:
    """Another page of the same person, by polls, not connected yet."""
    actor, _ = await house.attendance.identify(like.token, PageId(like.page))
    page = await house.page(actor, session, name)
    page.transport = "polling"
    return page


async def seated(house: House, like: Page, session: SessionId, name: str) -> Page:
    page = await (await polling_page(house, like, session, name)).connect()
    assert (await page.act("join-session", audience=["tutor"]))["ok"]
    return page
