"""WebSockets of those who have not signed in, over real connections."""

from deskside.serving.doorkeeper import Caps, Doorkeeper
from deskside.serving.http import Patience
from tests.serving.test_strangers import UPGRADE, answered, close
from tests.serving.world import Site, serving, stranger


async def test_sockets_of_a_flood_are_refused_before_they_are_made_and_told_when_to_come_again() -> None:
    site = Site()
    site.doorkeeper = Doorkeeper(Caps(500, 400, sockets_by_address=20), on_full=site.said.append)
    async with serving(site, patience=Patience()):
        page = await stranger(site)
        await page.send(b"GET /me HTTP/1.1\r\nhost: x\r\ncookie: deskside=1\r\n\r\n")
        assert await page.status() == 200
        statuses = []
        flood = [await stranger(site) for _ in range(60)]
        for each in flood:
            await each.send(b"GET /" + UPGRADE)
            statuses.append(await each.status())
        assert statuses == [101] * 20 + [503] * 40
        assert b"retry-after: 2" in (await flood[-1].reader.readuntil(b"\r\n\r\n")).lower()
        await flood[-1].is_closed()
        socket = await stranger(site)
        await socket.send(b"GET /me" + UPGRADE.replace(b"host: x", b"host: x\r\ncookie: deskside=1"))
        assert await socket.status() == 101
        assert await answered(site)
        await close(page, socket, *flood)
