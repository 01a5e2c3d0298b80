"""What a lesson and honest newcomers feel while strangers attack the server from the newcomers' own address.

    python -m bench.strangers [--seconds 15]

A tutor's page beats ten times a second, a newcomer opens a connection four times a second and asks for the sign-in
page; each attack of `bench.attacks` runs for a while beside them. The yardstick is the same without an attack.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import structlog
from e2e.server import Server, serving

from bench.attacks import ATTACKS
from bench.lean.line import Line
from bench.lesson import visitors
from bench.processes import resident_mb
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.domain.ids import SessionId

log = structlog.get_logger(__name__)

GIVEN_UP_SECONDS = 10.0
BEAT_SECONDS, NEWCOMER_SECONDS = 0.1, 0.25
ELSEWHERE = "192.0.2.1"


@dataclass(slots=True)
class Felt:
    """Milliseconds until each was answered; a failure counts as given up."""

    beats: list[float] = field(default_factory=list)
    newcomers: list[float] = field(default_factory=list)
    failed: int = 0


async def beat(line: Line, felt: Felt) -> None:
    """The lesson."""
    while True:
        began = time.monotonic()
        await line.act("heartbeat", {"active": True})
        felt.beats.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(BEAT_SECONDS)


async def come(url: str, felt: Felt) -> None:
    """One newcomer after the other, each with a connection of their own."""
    while True:
        began = time.monotonic()
        try:
            async with httpx.AsyncClient(timeout=GIVEN_UP_SECONDS) as client:
                (await client.get(f"{url}/login")).raise_for_status()
        except httpx.HTTPError as error:
            felt.failed += 1
            log.info("newcomer failed", error=repr(error))
        felt.newcomers.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(NEWCOMER_SECONDS)


async def under(server: Server, line: Line, attack: str | None, seconds: float) -> Felt:
    """What is felt while this attack goes on."""
    felt = Felt()
    attacker = None
    if attack is not None:
        command = [sys.executable, "-m", "bench.attacks", attack, str(server.settings.port)]
        attacker = await asyncio.create_subprocess_exec(*command)
        await asyncio.sleep(2.0)
    honest = [asyncio.create_task(beat(line, felt)), asyncio.create_task(come(server.url, felt))]
    await asyncio.wait(honest, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in honest:
        task.cancel()
    for outcome in await asyncio.gather(*honest, return_exceptions=True):
        if not isinstance(outcome, asyncio.CancelledError):
            raise RuntimeError(f"the lesson did not outlive: {attack}") from outcome
    if attacker is not None:
        with suppress(ProcessLookupError):
            attacker.kill()
        await attacker.wait()
    return felt


def engine_of(server: Server) -> int | None:
    """The engine's process; None where sessions have no media (DESKSIDE_ENGINE=none)."""
    with suppress(FileNotFoundError):
        return server.engine_pid
    return None


async def measure(seconds: float, folder: Path) -> str:
    """The section's body."""
    os.environ["DESKSIDE_TRUSTED_PROXIES"] = ELSEWHERE  # this address is everybody's own, not a proxy's
    async with serving(folder) as server, visitors(server.url, server.links) as people:
        tutor = people[0]
        home = await tutor.get("/api/academic/sessions")
        sessions = home["sessions"]
        assert isinstance(sessions, list)
        session = SessionId(sessions[0]["id"])
        await tutor.post("/api/academic/sessions/manage", {"session_id": session, "action": "start"})
        line = await Line.open(tutor, session)
        engine, calm = engine_of(server), await under(server, line, None, seconds)
        rows, notes, before = [], [], resident_mb(server.pid)
        for attack in ATTACKS:
            felt = await under(server, line, attack, seconds)
            log.info("felt", attack=attack, worst=max(felt.beats), failed=felt.failed)
            rows.append(Comparison(Figure(f"{attack}: a heartbeat answered, ms", felt.beats), goal="every one ≤ 250"))
            rows.append(Comparison(Figure(f"{attack}: a newcomer's page, ms", felt.newcomers), goal="always"))
            notes.append(f"{attack}: worst heartbeat {max(felt.beats):.0f} ms, newcomers failed {felt.failed}")
        rows.append(Comparison(Figure("no attack: a heartbeat answered, ms", calm.beats), goal="yardstick"))
        rows.append(Comparison(Figure("no attack: a newcomer's page, ms", calm.newcomers), goal="yardstick"))
        grown, same = resident_mb(server.pid) - before, engine_of(server) == engine
        late = server.log.read_text().count("loop_late")
        await line.close()
    words = "there is none" if engine is None else "the same" if same else "another one"
    return (
        f"{table(rows)}\n\n{'; '.join(notes)}. Engine afterwards: {words}. Memory: {grown:+.0f} MiB."
        f" The server said {late} times that its loop was late by 250 ms or more."
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    with tempfile.TemporaryDirectory() as folder:
        text = await measure(options.seconds, Path(folder))
    write_section("A lesson beside strangers who attack", "bench.strangers", text, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15.0, help="of each attack")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
