"""Networks of people's own, which can be cut, and a server that they reach over them."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bench.netlab import Netlab

from e2e.server import Server, serving

Lines = Mapping[str, Netlab]
"""By whose they are."""


@contextlib.asynccontextmanager
async def lines_of(*names: str) -> AsyncIterator[Lines]:
    """One for each of these people, side by side. Needs root."""
    async with contextlib.AsyncExitStack() as stack:
        labs: dict[str, Netlab] = {}
        for name in names:
            labs[name] = await stack.enter_async_context(Netlab(beside=next(iter(labs.values()), None)))
        yield labs


@contextlib.asynccontextmanager
async def serving_to(lines: Lines, folder: Path) -> AsyncIterator[Server]:
    """A server that everybody with a line reaches; without lines one on loopback."""
    address = next((lab.server_address for lab in lines.values()), "")
    base_url = f"http://{address}:PORT" if address else ""
    async with serving(folder, base_url=base_url, public_address=address) as running:
        yield running
